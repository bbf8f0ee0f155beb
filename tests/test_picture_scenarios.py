"""Pictures of a real page, a change to it, and the message where only the pixels are known."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.comparison import compare
from pytest_visualdiff.defects import find_defects
from pytest_visualdiff.model import Comparison, Job, Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

real = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")

PAGE = """
<style>
  body { margin: 0; font: 16px Arial, sans-serif; width: 640px; background: #fff }
  header { background: #24405c; color: #fff; padding: 14px 20px; height: 20px }
  main { padding: 20px; position: relative; height: 330px }
  #total { position: absolute; left: 20px; top: 60px; width: 120px; height: 20px }
  #order { position: absolute; left: 20px; top: 110px; width: 160px; height: 36px; margin: 0;
           background: #1a56c4; color: #fff; border: 0; font: inherit }
  #gift { position: absolute; left: 20px; top: 170px; margin: 0; width: 13px; height: 13px }
  #label { position: absolute; left: 44px; top: 168px }
  #card { position: absolute; left: 300px; top: 200px; width: 160px; height: 60px;
          border: 1px solid #c9d2dc; background: #eef2f6 }
  #logo { position: absolute; left: 400px; top: 60px; width: 120px; height: 80px }
</style>
<header>Orders</header>
<main>
  <div id=total>41,410</div>
  <button id=order>Place New Order</button>
  <input id=gift type=checkbox><span id=label>As a gift</span>
  <div id=card></div>
  <svg id=logo><rect width=120 height=80 fill="#a7d5ee"/><circle cx=60 cy=40 r=20 fill="#24405c"/>
  </svg>
</main>
"""

SCENARIOS = {
    "text": "document.querySelector('#total').textContent = '41,510'",
    "missing": "document.querySelector('#order').style.visibility = 'hidden'",
    "moved by two pixels": "document.querySelector('#order').style.left = '22px'",
    "moved": "document.querySelector('#order').style.left = '60px'",
    "resized": "document.querySelector('#order').style.width = '200px'",
    "resized2": "document.querySelector('#card').style.cssText = 'background:#eef2f6;width:190px;height:70px'",
    "background": "document.querySelector('#order').style.background = '#b3261e'",
    "colour": "document.querySelector('#label').style.color = '#b3261e'",
    "weight": "document.querySelector('#label').style.fontWeight = 'bold'",
    "border": "document.querySelector('#card').style.borderColor = '#b3261e'",
    "state": "document.querySelector('#gift').checked = true",
    "image": "document.querySelector('#logo').innerHTML = '<path d=\"M60 0 L120 80 H0 Z\" fill=\"#7a1f2b\"/>'",
    "banner": "document.querySelector('main').insertAdjacentHTML('beforebegin', '<div style=\"background: #b3261e; height: 48px\"></div>')",
}
