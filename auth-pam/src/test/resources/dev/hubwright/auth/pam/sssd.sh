#!/bin/bash
# usage: unshare -m --propagation private bash sssd.sh FOLDER ADDRESS COMMAND...
# Joins a throw-away view of this system to the domain of domain.sh in FOLDER, as realmd would have it with short names,
# and runs COMMAND in it. Needs mount and process namespaces of its own.
set -euo pipefail
folder=$1
address=$2
shift 2

mkdir -p "$folder/view"
mount -t tmpfs tmpfs "$folder/view"
mkdir "$folder/view/up" "$folder/view/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$folder/view/up,workdir=$folder/view/work" /etc
for private in /var/lib/sss /var/log/sssd /run; do
    mount -t tmpfs tmpfs "$private"
done
mkdir -p /var/lib/sss/{db,mc,pipes/private,pubconf/krb5.include.d,secrets,keytabs,gpo_cache,deskprofile} /etc/sssd

cat > /etc/sssd/sssd.conf << CONF
[sssd]
services = nss, pam
domains = pamdomain.example
[nss]
filter_users = root
[domain/pamdomain.example]
id_provider = ldap
auth_provider = krb5
chpass_provider = krb5
access_provider = permit
ldap_uri = ldaps://$address
ldap_search_base = DC=pamdomain,DC=example
ldap_schema = ad
ldap_id_mapping = true
ldap_default_bind_dn = CN=search,CN=Users,DC=pamdomain,DC=example
ldap_default_authtok = Pa\$\$w0rd-1
ldap_tls_cacert = $folder/ca.pem
ldap_referrals = false
ldap_user_principal = nosuchattr
krb5_realm = PAMDOMAIN.EXAMPLE
krb5_server = $address
krb5_kpasswd = $address
krb5_validate = false
# A machine that is slow is not offline.
krb5_auth_timeout = 60
ldap_network_timeout = 60
ldap_opt_timeout = 60
ldap_search_timeout = 60
timeout = 60
case_sensitive = false
use_fully_qualified_names = false
fallback_homedir = /home/%u
default_shell = /bin/bash
cache_credentials = false
CONF
chmod 600 /etc/sssd/sssd.conf
cat > /etc/krb5.conf << CONF
[libdefaults]
  default_realm = PAMDOMAIN.EXAMPLE
  dns_lookup_kdc = false
CONF
sed -i -E '/^(passwd|group):/ { /\<sss\>/! s/$/ sss/ }' /etc/nsswitch.conf
cat > /etc/pam.d/hubwright-sssd << CONF
auth [success=1 default=ignore] pam_unix.so nodelay
auth requisite pam_sss.so use_first_pass
auth required pam_permit.so
account [success=1 new_authtok_reqd=done default=ignore] pam_localuser.so
account required pam_sss.so
account required pam_permit.so
password required pam_sss.so
CONF

# A group that is longer than any buffer that a library would begin with.
members=$(printf 'member%d,' {1..5000})
echo "crowd:x:59999:${members}inthecrowd" >> /etc/group
useradd --no-create-home --uid 59998 inthecrowd
printf 'inthecrowd:Pa$$w0rd-1\n' | chpasswd -c SHA512

sssd -i --logger=files > "$folder/sssd.log" 2>&1 &
sssd=$!
until getent passwd alice > /dev/null; do
    kill -0 $sssd || exit 1
    sleep 0.1
done
exec "$@"
