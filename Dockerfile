# One process of the hotline: `docker build -t weibao .`; see docs/handbook/machines.md.
FROM python:3.12-slim

# Nobody else reads what the process writes, and it writes nothing where its program stands.
RUN useradd --system --uid 10001 --create-home weibao && \
    install -d -o weibao -m 700 /var/lib/weibao/attachments
WORKDIR /opt/weibao

# As `make run` installs it: from the lock file with hashes, then the program as it stands here.
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY bot bot
COPY storage storage
COPY sandbox sandbox
COPY config.yaml calendar.yaml places.csv ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --editable .

USER weibao
EXPOSE 8080
ENTRYPOINT ["weibao"]
CMD ["run", "--webhook"]
