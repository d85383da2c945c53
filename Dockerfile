# Two stages: what builds stays behind. Pin the image by its digest where you build: FROM python:3.13-slim@sha256:…
FROM python:3.13-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/homeward
ENV PATH=/opt/homeward/bin:$PATH
COPY requirements/base.txt /tmp/base.txt
# Only wheels, and only those whose hash is in the file: no code of a package runs while it is installed.
RUN pip install --require-hashes --only-binary :all: -r /tmp/base.txt && pip uninstall --yes pip

FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/opt/homeward/bin:$PATH HOMEWARD_DATA=/var/lib/homeward
WORKDIR /srv/homeward
RUN useradd --system --no-create-home --home-dir /nonexistent --uid 10001 homeward

COPY --from=build /opt/homeward /opt/homeward
COPY . .
# The static files are part of the image; the values are for this one command, which asks neither.
RUN SECRET_KEY=none DATABASE_URL=postgres://none@none/none python manage.py collectstatic --verbosity 0 --no-input

# Root owns what the account runs: it cannot change it.
USER homeward
EXPOSE 8000
ENTRYPOINT ["docker/entrypoint.sh"]
CMD ["web"]
