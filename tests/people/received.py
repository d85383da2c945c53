"""A list of the North as it is typed, recorded and answered through the client."""


def typed(ministry, **data):
    return {
        "written": "Name;Born\nBondarenko Serhii;1987\nTkachenko Mykola;1990", "title": "List of March",
        "sender": ministry.name, "received_on": "2026-03-01", "as_of": "26 February 2026", "says": "held",
        "holding_party": ministry.party_id, "confidentiality": "ordinary", "record": "1",
        "form_key": "8f6d1f34-0a53-4a3a-9f5e-0000000000aa",
    } | data  # fmt: skip


def text(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def url(received, path=""):
    return f"{received.get_absolute_url()}{path}"


def answer(client, received, number, choice, **data):
    page = client.get(url(received, f"{number}/"))
    seen = page.context["opened"]["form"]["seen"].value()
    return client.post(url(received, f"{number}/"), {"answer": choice, "seen": seen} | data)
