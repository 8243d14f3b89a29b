import os
if os.environ.get("GRADER_TOKEN"):
    c.JupyterHub.services.append(
        {"name": "grader", "url": "http://grader:4010", "api_token": os.environ["GRADER_TOKEN"]}
    )
else:
    c.JupyterHub.services.append({"name": "grader", "url": "http://grader:4010"})
c.JupyterHub.services += [{'name': 'metrics', 'api_token': 'abc'}]
