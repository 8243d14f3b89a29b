c.Spawner.options_form = """
<label for="image">Image</label>
<select name="image"><option>small</option></select>
"""
def options_from_form(formdata):
    return {'image': formdata['image'][0]}
c.Spawner.options_from_form = options_from_form
