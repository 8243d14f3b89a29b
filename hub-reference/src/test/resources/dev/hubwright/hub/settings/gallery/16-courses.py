c.JupyterHub.load_groups = {
    'instructors': ['ann'],
}
c.JupyterHub.load_roles = roles = [{'name': 'server', 'scopes': ['inherit']}]
for course in ['c101', 'c202']:
    c.JupyterHub.load_groups[f'grade-{course}'] = ['ann', f'grader-{course}']
    roles.append(
        {
            'name': f'grade-{course}',
            'groups': [f'grade-{course}'],
            'scopes': [f'access:services!service={course}'],
        }
    )
