package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void takesTheWordsOfPythonsClientToo() {
        Object tree = Map.of("name", "data", "host_path", Map.of("path", "/srv", "type", "Directory"));

        assertThat(Shape.unknownFields(tree, Volume.class)).isEmpty();
        assertThat(Shape.object(tree, Volume.class).getHostPath().getPath()).isEqualTo("/srv");
    }

    @Test
    void findsWhatIsMisspelt() {
        Object tree = Map.of("containers", List.of(Map.of("nam", "x", "env", List.of(Map.of("valu", "y")))));

        assertThat(Shape.unknownFields(tree, PodSpec.class))
                .containsExactlyInAnyOrder(
                        "containers[0].nam; did you mean name?", "containers[0].env[0].valu; did you mean value?");
    }

    @Test
    void leavesNamesThatAreTheOperatorsOwn() {
        Object tree = Map.of(
                "node_selector",
                Map.of("my_label", "x"),
                "containers",
                List.of(Map.of("name", "a", "resources", Map.of("limits", Map.of("example.com/my_gpu", "1")))));

        assertThat(Shape.unknownFields(tree, PodSpec.class)).isEmpty();
        PodSpec spec = Shape.object(tree, PodSpec.class);
        assertThat(spec.getNodeSelector()).containsEntry("my_label", "x");
        assertThat(spec.getContainers().get(0).getResources().getLimits()).containsKey("example.com/my_gpu");
    }

    @Test
    void keepsWhatIsNewerThanThisClient() {
        assertThat(Shape.object(Map.of("fieldOfTomorrow", 1), PodSpec.class).getAdditionalProperties())
                .containsEntry("fieldOfTomorrow", 1);
    }
}
