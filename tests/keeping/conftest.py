import io

import pyrage
import pytest

from cases.keeping import backup, keys, manifest


@pytest.fixture
def secret(tmp_path):
    """The file of a secret key that lies apart from the data."""
    file = tmp_path / "secret"
    keys.make(file)
    return file


@pytest.fixture
def recipients(secret):
    return [key.to_public() for key in keys.secret_keys(secret, ask=str)]


@pytest.fixture
def sealed(tmp_path, recipients):
    """Seal a backup of any promise and contents."""

    def sealed(promised, contents=b"", name="a.age"):
        out = io.BytesIO()
        pyrage.encrypt_io(backup.AfterLine(manifest.line_of(promised), io.BytesIO(contents)), out, recipients)
        file = tmp_path / name
        file.write_bytes(out.getvalue())
        return file

    return sealed
