c.JupyterHub.authenticator_class = 'ldapauthenticator.LDAPAuthenticator'
c.LDAPAuthenticator.server_address = 'ldap.example.org'
c.LDAPAuthenticator.lookup_dn = True
c.LDAPAuthenticator.lookup_dn_search_filter = '({login_attr}={login})'
c.LDAPAuthenticator.lookup_dn_search_user = 'cn=reader,dc=example,dc=org'
c.LDAPAuthenticator.lookup_dn_search_password = 'reader-password'
c.LDAPAuthenticator.user_search_base = 'ou=people,dc=example,dc=org'
c.LDAPAuthenticator.user_attribute = 'uid'
c.LDAPAuthenticator.lookup_dn_user_dn_attribute = 'cn'
c.LDAPAuthenticator.bind_dn_template = [
    'uid={username},ou=people,dc=example,dc=org',
    'uid={username},ou=guests,dc=example,dc=org',
]
c.LDAPAuthenticator.allowed_groups = ['cn=hub,ou=groups,dc=example,dc=org']
c.LDAPAuthenticator.escape_userdn = False
