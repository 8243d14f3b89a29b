# An OpenLDAP for trying things out: its people come from /etc/ldap-people/people.ldif at every start.
ARG BASE=debian:12-slim
FROM ${BASE}
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slapd \
    && rm -rf /var/lib/apt/lists/* /var/lib/ldap/* /etc/ldap/slapd.d \
    && mkdir -p /srv/ldap && chown 1000 /srv/ldap
COPY deploy/docker/slapd.conf /etc/ldap/slapd.conf
USER 1000
CMD ["sh", "-c", "slapadd -f /etc/ldap/slapd.conf -l /etc/ldap-people/people.ldif && exec slapd -d 0 -f /etc/ldap/slapd.conf -h ldap://0.0.0.0:1389/"]
