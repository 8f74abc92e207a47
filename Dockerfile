# One image for every service; the command says which one runs: `python -m services.triage`. See docs/how-to/deploy.md.
ARG BASE=python:3.11.13-slim-bookworm

# Two environments: /tools builds and is left out of the image; /opt/imr ships without pip and setuptools.
FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python3 -m venv /tools && python3 -m venv --without-pip /opt/imr

COPY requirements.lock ./
RUN /tools/bin/pip --python /opt/imr install --only-binary=:all: --require-hashes -r requirements.lock

# Only the build backend of the development lock, with its hashes.
COPY requirements-dev.lock ./
RUN sed -n '/^setuptools==/,/[^\\]$/p' requirements-dev.lock > backend.lock \
    && /tools/bin/pip install --only-binary=:all: --require-hashes -r backend.lock

COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY jurisdictions jurisdictions
COPY reading reading
COPY terms terms
COPY runtime runtime
COPY services services
COPY cli cli
RUN /tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir wheels . \
    && /tools/bin/pip --python /opt/imr install --no-deps --no-index wheels/imr-*.whl

FROM ${BASE}
LABEL org.opencontainers.image.title="imr" \
      org.opencontainers.image.description="Independent Medical Review on an event stream" \
      org.opencontainers.image.licenses="Apache-2.0"
# A fixed user id, so that volumes keep their owner; a new volume copies it from this folder.
RUN groupadd --gid 10001 imr \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin imr \
    && install --directory --owner=imr --group=imr --mode=0700 /var/lib/imr
COPY --from=build /opt/imr /opt/imr
ENV PATH=/opt/imr/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 IMR_DATA_DIR=/var/lib/imr
WORKDIR /var/lib/imr
USER 10001:10001
# No shell, so SIGTERM reaches the service. Compose has the health checks, because each service has its own port.
CMD ["imr", "--help"]
