def token(spawner):
    return spawner.api_token

c.Spawner.environment = {'TOKEN': token, 'HOME': '/home'}
