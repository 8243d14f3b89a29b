package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How far a pull is, layer by layer. Thread-safe. */
final class Layers {

    /** The part of a start that a pull is, in percent. */
    private static final int SHARE = 70;

    private static final double MEGABYTE = 1e6;

    private final Map<String, Layer> layers = new LinkedHashMap<>();

    private record Layer(long bytes, long total, boolean done) {}

    synchronized void add(PullResponseItem item) {
        String id = item.getId();
        String status = String.valueOf(item.getStatus());
        if (id == null || status.startsWith("Pulling from")) {
            return;
        }
        Layer old = layers.getOrDefault(id, new Layer(0, 0, false));
        ResponseItem.ProgressDetail detail = item.getProgressDetail();
        if (status.equals("Downloading")
                && detail != null
                && detail.getTotal() != null
                && detail.getCurrent() != null) {
            layers.put(id, new Layer(detail.getCurrent(), detail.getTotal(), false));
        } else if (status.equals("Download complete")) {
            layers.put(id, new Layer(old.total(), old.total(), old.done()));
        } else if (status.equals("Pull complete") || status.equals("Already exists")) {
            layers.put(id, new Layer(old.total(), old.total(), true));
        } else {
            layers.putIfAbsent(id, old);
        }
    }

    /** How far a start is with it, from 0 to {@value #SHARE}. */
    synchronized int percent() {
        long total = total();
        return total == 0 ? 0 : (int) (SHARE * bytes() / total);
    }

    private long bytes() {
        return layers.values().stream().mapToLong(Layer::bytes).sum();
    }

    private long total() {
        return layers.values().stream().mapToLong(Layer::total).sum();
    }

    /** To follow the name of the image; empty as long as nothing is known. */
    synchronized String summary() {
        if (layers.isEmpty()) {
            return "";
        }
        long done = layers.values().stream().filter(Layer::done).count();
        String bytes = total() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %.1f of %.1f MB (%d %%)",
                        bytes() / MEGABYTE,
                        total() / MEGABYTE,
                        100 * bytes() / total());
        return ": " + done + " of " + layers.size() + " layers" + bytes;
    }
}
