import os
pwd = os.path.dirname(__file__)
whitelist = set()
admin = set()
with open(os.path.join(pwd, 'userlist')) as f:
    for line in f:
        if not line:
            continue
        parts = line.split()
        whitelist.add(parts[0])
c.Authenticator.allowed_users = whitelist
c.Authenticator.admin_users = admin | {'root'}
