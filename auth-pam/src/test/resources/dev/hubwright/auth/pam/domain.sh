#!/bin/bash
# usage: domain.sh FOLDER ADDRESS
# Makes an Active Directory domain with Samba, with LDAP and Kerberos on one loopback address, and serves it until it
# is told to stop. Prints "ready" when it answers.
set -euo pipefail
folder=$1
address=$2
realm=PAMDOMAIN.EXAMPLE
base=DC=pamdomain,DC=example
password='Pa$$w0rd-1'

mkdir -p "$folder/run" "$folder/etc" "$folder/private/tls"
cat > "$folder/base.conf" << CONF
[global]
  interfaces = $address/8
  bind interfaces only = yes
  vfs objects = dfs_samba4 acl_xattr xattr_tdb
CONF
samba-tool domain provision -s "$folder/base.conf" --targetdir="$folder" --realm=$realm --domain=PAMDOMAIN \
    --host-name=dc1 --host-ip="$address" --server-role=dc --dns-backend=NONE --adminpass="$password" \
    > "$folder/provision.log" 2>&1
cat > "$folder/etc/smb.conf" << CONF
[global]
  interfaces = $address/8
  bind interfaces only = yes
  server role = active directory domain controller
  realm = $realm
  workgroup = PAMDOMAIN
  netbios name = DC1
  server services = ldap, kdc
  dcerpc endpoint servers =
  private dir = $folder/private
  lock directory = $folder
  state directory = $folder/state
  cache directory = $folder/cache
  binddns dir = $folder/bind-dns
  pid directory = $folder/run
  ncalrpc dir = $folder/run/ncalrpc
  winbindd socket directory = $folder/run/winbindd
  ntp signd socket directory = $folder/run/ntp
  log file = $folder/samba.log
  max log size = 0
  tls enabled = yes
CONF

cd "$folder/private/tls"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca.key -out ca.pem -subj "/CN=Test authority" \
    -addext basicConstraints=critical,CA:TRUE 2> /dev/null
openssl req -newkey rsa:2048 -nodes -keyout key.pem -out server.csr -subj "/CN=dc1" 2> /dev/null
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out cert.pem \
    -extfile <(echo "subjectAltName=IP:$address") 2> /dev/null
chmod 600 key.pem ca.key
cp ca.pem "$folder/ca.pem"
cd /

database=$folder/private/sam.ldb
encoded=$(printf '"%s"' "$password" | iconv -t UTF-16LE | base64 -w 0)
samba-tool domain passwordsettings set -s "$folder/etc/smb.conf" -H "$database" --account-lockout-threshold=3 \
    --min-pwd-age=0 --history-length=0 > /dev/null
add() {
    printf 'dn: CN=%s,CN=Users,%s\nchangetype: add\nobjectClass: user\nsAMAccountName: %s\n' "$1" "$base" "$1"
    printf 'unicodePwd:: %s\nuserAccountControl: %s\n%s\n\n' "$encoded" "$2" "$3"
}
{
    add alice 512 "displayName: Alice"
    add search 66048 "displayName: search"
    add disabled 514 "displayName: disabled"
    add expired 512 "accountExpires: 116444736000000001"
    add mustchange 512 "pwdLastSet: 0"
    add locked 512 "displayName: locked"
    printf 'dn: CN=hub-users,CN=Users,%s\nchangetype: add\nobjectClass: group\nsAMAccountName: hub-users\n' "$base"
    printf 'member: CN=alice,CN=Users,%s\n\n' "$base"
} > "$folder/people.ldif"
ldbmodify -H "$database" "$folder/people.ldif" > "$folder/people.log" 2>&1

samba -s "$folder/etc/smb.conf" -F -M single --no-process-group --debug-stdout < /dev/null > "$folder/stdout.log" 2>&1 &
samba=$!
trap 'kill $samba; wait $samba' TERM EXIT
until ldapsearch -x -H "ldap://$address" -s base -b "" dn > /dev/null 2>&1; do
    kill -0 $samba || exit 1
    sleep 0.1
done
echo ready
wait $samba
