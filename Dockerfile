FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOMEWARD_DATA=/var/lib/homeward
WORKDIR /srv/homeward

COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/base.txt

COPY . .
# The static files are part of the image; the values are for this one command, which asks neither.
RUN SECRET_KEY=none DATABASE_URL=postgres://none@none/none python manage.py collectstatic --verbosity 0 --no-input \
    && useradd --system --no-create-home --home-dir /nonexistent homeward

USER homeward
EXPOSE 8000
ENTRYPOINT ["docker/entrypoint.sh"]
CMD ["web"]
