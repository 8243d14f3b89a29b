package dev.hubwright.hub.settings.python;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Extension;
import dev.hubwright.hub.settings.source.Statements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a Python file says, as tests look at it. */
final class Recorded implements Statements {

    final Map<String, Object> values = new LinkedHashMap<>();
    final Map<String, String> places = new LinkedHashMap<>();
    final List<String> problems = new ArrayList<>();
    final List<String> notes = new ArrayList<>();

    static Recorded of(Map<String, String> environment, String text) {
        Recorded recorded = new Recorded();
        PythonSettings.read(Path.of("/etc/hub/jupyterhub_config.py"), 1, text, environment, recorded);
        return recorded;
    }

    @Override
    public void set(String section, String key, Object value, Origin origin) {
        values.put(section + "." + key, value);
        places.put(section + "." + key, origin.description());
    }

    @Override
    public void extend(String section, String key, Extension extension, Origin origin) {
        values.merge(section + "." + key + " " + extension.kind(), extension.value(), (one, another) -> new Extension(
                        extension.kind(), another)
                .applyTo(one));
        places.put(section + "." + key, origin.description());
    }

    @Override
    public void problem(Problem problem) {
        problems.add(problem.toString());
    }

    @Override
    public void note(Problem note) {
        notes.add(note.toString());
    }
}
