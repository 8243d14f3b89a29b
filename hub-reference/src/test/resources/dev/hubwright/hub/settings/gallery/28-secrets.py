import os, binascii
c.JupyterHub.cookie_secret = bytes.fromhex('00112233445566778899aabbccddeeff' * 2)
c.CryptKeeper.keys = [binascii.a2b_hex('ab' * 32)]
c.ConfigurableHTTPProxy.auth_token = os.urandom(32).hex()
