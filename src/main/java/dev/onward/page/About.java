package dev.onward.page;

import dev.onward.model.card.ModelCard;
import java.util.List;
import java.util.Optional;

/**
 * What a card says of how far to trust its model.
 *
 * @param protocol how it was measured, if that is the same for all measures; else empty
 */
record About(String method, String protocol, List<Measure> measures, List<String> notes, Optional<Source> source) {

    /**
     * One measure of how good the model is.
     *
     * @param protocol how it was measured; empty if that is said for all
     */
    record Measure(String name, String value, String protocol) {}

    /**
     * The data that the model was trained on; what does not apply is empty.
     *
     * @param url something that a browser can open
     * @param rows how many of its rows
     */
    record Source(
            String name, String url, String license, String licenseUrl, String citation, String rows, String sha256) {}

    static About of(ModelCard card) {
        List<String> protocols = card.metrics().stream()
                .map(ModelCard.Metric::protocol)
                .distinct()
                .toList();
        boolean same = protocols.size() == 1;
        return new About(
                card.method(),
                same ? protocols.get(0) : "",
                card.metrics().stream()
                        .map(metric -> new Measure(
                                metric.name(), Figures.exact(metric.value()), same ? "" : metric.protocol()))
                        .toList(),
                card.notes(),
                card.data().map(About::source));
    }

    /** Whether the card says nothing. */
    public boolean isEmpty() {
        return method.isEmpty() && measures.isEmpty() && notes.isEmpty() && source.isEmpty();
    }

    private static Source source(ModelCard.DataSource data) {
        return new Source(
                data.name().isEmpty() ? data.url() : data.name(),
                link(data.url()),
                data.license(),
                link(data.licenseUrl()),
                data.citation(),
                data.rows() == 0 ? "" : Figures.count(data.rows(), "row", "rows"),
                data.sha256());
    }

    /** A card may come from anywhere, and a link must not be more than a place to go to. */
    private static String link(String url) {
        return url.startsWith("https://") || url.startsWith("http://") ? url : "";
    }
}
