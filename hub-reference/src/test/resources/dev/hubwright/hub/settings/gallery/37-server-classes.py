c.NotebookApp.shutdown_no_activity_timeout = 60 * 60
c.MappingKernelManager.cull_idle_timeout = 20 * 60
c.ServerApp.terminado_settings = {'shell_command': ['bash']}
