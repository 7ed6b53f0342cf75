package dev.onward.page;

import dev.onward.http.UrlEncoding;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.ModelCard;
import dev.onward.table.TableBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the page says of a model whoever asks; worded once for each model. It does not hold the model, which may be
 * closed and another one opened in its place.
 *
 * @param reading how the model was read, a sentence each
 * @param verified on how many rows its answers were checked
 * @param noForm why there is no form; empty if there is one
 */
record ModelView(
        String name,
        String version,
        String sha256,
        String title,
        String lead,
        About about,
        CardView card,
        List<String> reading,
        String verified,
        Form form,
        String noForm) {

    /** More names than this nobody reads in a sentence. */
    private static final int MOST_COLUMNS = 20;

    /**
     * What only a model that can be asked has.
     *
     * @param columns of a file, or the first of them
     */
    record Form(List<Example> examples, Curl curl, List<String> columns, String moreColumns) {

        private static final Form NONE = new Form(List.of(), new Curl(""), List.of(), "");
    }

    /** A link that fills the form in. */
    record Example(String title, String query) {}

    static ModelView of(Model model) {
        ModelCard card = model.card();
        boolean tabular = model.isTabular();
        return new ModelView(
                model.name(),
                model.version(),
                model.sha256(),
                card.title().isEmpty() ? model.name() : card.title(),
                card.description().isEmpty() && tabular ? lead(model) : card.description(),
                About.of(card),
                tabular ? CardView.of(model) : CardView.NONE,
                model.recognition(),
                verified(model),
                tabular ? form(model) : Form.NONE,
                model.obstacle());
    }

    private static Form form(Model model) {
        List<String> names = model.schema().names();
        int others = Math.max(0, names.size() - MOST_COLUMNS);
        return new Form(
                examples(model.card()),
                Curl.of(model),
                names.subList(0, names.size() - others),
                others == 0 ? "" : " and " + others + " more features");
    }

    private static String verified(Model model) {
        if (!model.isTabular()) {
            return "Its answers were not verified when it was loaded.";
        }
        int rows = model.verifiedRows();
        return rows == 0
                ? "The model carries no golden rows, so that its answers were not verified when it was loaded."
                : "When it was loaded, the model reproduced " + Figures.count(rows, "golden row", "golden rows")
                        + ", whose answers its file holds.";
    }

    private static String lead(Model model) {
        // No rows are answered with no answers, which yet show of what kind they would be.
        Prediction none = model.predict(new TableBuilder(model.schema()).build());
        return "Answers " + kind(none) + " from " + Figures.count(model.schema().size(), "feature", "features") + ".";
    }

    private static String kind(Prediction prediction) {
        return prediction.match(
                classes -> classes.labels().isEmpty()
                        ? "a class"
                        : "one of " + Figures.count(classes.labels().size(), "class", "classes"),
                values -> values.values().size() == 1
                        ? "a number"
                        : Figures.count(values.values().size(), "number", "numbers"),
                outputs -> Figures.count(outputs.names().size(), "named output", "named outputs"));
    }

    private static List<Example> examples(ModelCard card) {
        return card.examples().stream()
                .map(example -> new Example(example.title(), query(example.row())))
                .toList();
    }

    private static String query(Map<String, Object> row) {
        return row.entrySet().stream()
                .map(cell -> UrlEncoding.encode(cell.getKey()) + "=" + UrlEncoding.encode(String.valueOf(cell.getValue())))
                .collect(Collectors.joining("&"));
    }
}
