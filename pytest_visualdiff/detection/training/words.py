"""What generated pages say: words, names, numbers, in several scripts."""

from __future__ import annotations

from random import Random

_WORDS = (
    "account active add address after all amount annual app archive area back balance basic before "
    "billing board book browse build button calendar call cancel card cart change chart check city "
    "clear client close code comment company compare complete contact copy count country create "
    "customer daily dark data date day default delete delivery design desk detail device disable "
    "discount document done download draft drive due edit email empty enable end enter error event "
    "every export fast field file filter find first folder follow free friday from full general get "
    "go good green group growth guest guide help hidden high history home hour how image import in "
    "inbox index invite invoice issue item join keep key label large last later learn left level "
    "light limit line link list live local location lock log long low main make manage map mark "
    "market media member memory menu message method mobile model monday month more music name "
    "network never new news next night no none not note now number of off office old on one online "
    "open option order other our out output over owner pack page paid part pay payment pending "
    "people phone photo place plan play point post preview price print private product profile "
    "project public quality queue quick rate read ready real recent record red region release "
    "remove rename reply report request reset result return review right role room round rule run "
    "safe sale save scale scan search season second security see select send server service session "
    "set share ship shop show side sign simple site size small sort source space speed staff start "
    "state status step stock stop storage store style submit summer support switch system table "
    "tag task team test text theme this time title to today token tool top total track trade travel "
    "type under up update upload usage use user value version video view visit wait warm water way "
    "web week weight well what when white why wide window winter with word work write year you zone"
).split()

_ACTIONS = (
    "Save", "Cancel", "Submit", "Delete", "Edit", "Add", "Create", "Sign in", "Log in", "Sign up",
    "Continue", "Next", "Back", "OK", "Apply", "Search", "Buy now", "Add to cart", "Subscribe",
    "Learn more", "Get started", "Try for free", "Download", "Upload", "Send", "Reply", "Share",
    "Follow", "Export", "Import", "New", "Close", "Confirm", "Remove", "Save changes", "View all",
    "Load more", "Accept all", "Reject", "Contact us", "Book", "Reset", "Filter", "Copy", "Go",
    "Speichern", "Abbrechen", "Rechercher", "Enviar", "Weiter", "More", "Show details", "Retry",
)  # fmt: skip

_LABELS = (
    "Name", "First name", "Last name", "Email", "Email address", "Password", "Phone", "Company",
    "Address", "City", "Postcode", "Country", "Message", "Subject", "Title", "Description", "Date",
    "Time", "Amount", "Quantity", "Card number", "Website", "Username", "Notes", "Language",
    "Time zone", "Role", "Category", "Priority", "Status", "From", "To", "Straße", "Ville",
)  # fmt: skip

_SENTENCES = (
    "Die Bestellung wurde erfolgreich aufgegeben und wird bald geliefert.",
    "Nous avons bien reçu votre message et vous répondrons dans les plus brefs délais.",
    "El informe mensual está disponible para todos los miembros del equipo.",
    "Заказ оформлен, и скоро мы свяжемся с вами по телефону.",
    "Η παραγγελία σας ολοκληρώθηκε με επιτυχία.",
    "Zamówienie zostało złożone, dziękujemy za zakupy.",
    "Siparişiniz alındı ve yakında gönderilecek.",
    "ご注文ありがとうございます。発送までしばらくお待ちください。",
    "您的订单已提交，我们会尽快处理。",
    "تم إرسال طلبك بنجاح وسيتم التواصل معك قريبا.",
)

_NAMES = (
    "Anna", "Ben", "Carla", "David", "Eva", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kim",
    "Lena", "Marco", "Nora", "Omar", "Paula", "Quinn", "Rosa", "Sven", "Tara", "Uma", "Viktor",
)  # fmt: skip


def words(random: Random, least: int, most: int) -> str:
    """Return so many words, the first one with a capital."""
    count = random.randint(least, most)
    return " ".join(random.choices(_WORDS, k=count)).capitalize()


def title(random: Random) -> str:
    """Return a heading."""
    text = words(random, 1, 5)
    style = random.random()
    return text.title() if style < 0.3 else text.upper() if style < 0.36 else text


def action(random: Random) -> str:
    """Return what a button says."""
    chance = random.random()
    if chance < 0.75:
        return random.choice(_ACTIONS)
    return words(random, 1, 3) if chance < 0.97 else random.choice("+-×OK…›")


def label(random: Random) -> str:
    """Return the label of a field."""
    return random.choice(_LABELS) if random.random() < 0.7 else words(random, 1, 4)


def sentence(random: Random) -> str:
    """Return a sentence, now and then in another language."""
    if random.random() < 0.06:
        return random.choice(_SENTENCES)
    end = random.choice("..!?…") if random.random() < 0.9 else ""
    return words(random, 4, 16) + end


def paragraph(random: Random, most: int = 5) -> str:
    """Return some sentences."""
    return " ".join(sentence(random) for _ in range(random.randint(1, most)))


def person(random: Random) -> str:
    """Return a first name and the letter of a last one."""
    return f"{random.choice(_NAMES)} {random.choice('ABCDEFGHKLMNRSTW')}."


def number(random: Random) -> str:
    """Return a number as it stands on pages: counts, prices, shares, dates, times."""
    return random.choice(
        (
            f"{random.randint(0, 99)}",
            f"{random.randint(0, 99_999):,}",
            f"${random.uniform(1, 2_000):,.2f}",
            f"{random.uniform(0, 100):.1f}%",
            f"€ {random.randint(5, 900)}",
            f"{random.randint(1, 28)}/{random.randint(1, 12)}/20{random.randint(10, 29)}",
            f"{random.randint(0, 23)}:{random.randint(0, 59):02}",
            f"+{random.uniform(0, 30):.1f}k",
            f"#{random.randint(100, 99_999)}",
        )
    )


def count(random: Random) -> str:
    """Return what a badge counts."""
    return random.choice((f"{random.randint(0, 9)}", f"{random.randint(10, 99)}", "99+", "3.2k"))
