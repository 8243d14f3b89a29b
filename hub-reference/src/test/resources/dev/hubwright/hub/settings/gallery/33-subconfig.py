load_subconfig('/etc/hub/other.py')
exec(open('/etc/hub/more.py').read())
from mysettings import *
c.JupyterHub.port = PORT
