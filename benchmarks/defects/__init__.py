"""Pictures of pages with known defects, drawn under several renderings.

They are the measure of how well real changes are found among the noise of rendering.
"""
