package dev.onward.reference;

import dev.onward.dataset.FileProblems;
import dev.onward.explain.ExplainableModel;
import dev.onward.model.Model;
import dev.onward.model.card.AnswerReference;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.ExplanationData;
import dev.onward.model.card.Reference;
import dev.onward.model.card.ReferenceSection;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The card's section {@code reference} for rows of data.
 *
 * @param section for the card
 * @param patterns the metadata entry {@link ExplanationData#PATTERNS}; empty if the file needs none
 * @param remarks facts for the report, one line each
 */
public record ReferenceData(ReferenceSection section, Optional<String> patterns, List<String> remarks) {

    /**
     * What to write of the data.
     *
     * @param file the data's file
     * @param name of the data
     * @param sha256 of the file
     * @param written the date of the section, if it has one
     * @param isConfidential whether nothing may be written that depends on fewer than five rows
     * @param groups the condition of each named group, by its name
     */
    public record Options(
            Path file,
            Optional<String> name,
            String sha256,
            Optional<LocalDate> written,
            boolean isConfidential,
            Map<String, String> groups) {}

    /**
     * Describes rows and the predictions for them. Groups that cannot be selected are reported as problems.
     *
     * @param model is not used for predictions, but loses its graph
     * @param scores the predictions for the rows; empty if their meaning is not known
     * @param compared predictions to be compared with the truth
     * @param fileBytes the size of the model's file
     */
    public static ReferenceData of(
            Model model,
            Table table,
            Optional<Scores> scores,
            Optional<AnswerReferences.Compared> compared,
            Options options,
            long fileBytes,
            FileProblems problems) {
        List<String> remarks = new ArrayList<>();
        List<AnswerReference> answers = scores.map(
                        known -> AnswerReferences.of(known, compared, options.isConfidential))
                .orElse(List.of());
        List<Backgrounds.Group> groups = groups(table, scores, options, problems, remarks);
        List<String> names = scores.map(Scores::names).orElse(List.of());
        Optional<Backgrounds.Result> explanations = scores.flatMap(Scores::columns)
                .map(known -> new Backgrounds(ExplainableModel.of(model), table, names, options.isConfidential)
                        .of(groups, fileBytes));
        explanations.ifPresent(result ->
                result.data().groups().forEach(group -> remarks.add(remark(group))));
        Reference reference = Reference.builder()
                .rows(table.rows())
                .name(options.name)
                .sha256(Optional.of(options.sha256))
                .written(options.written.map(LocalDate::toString))
                .features(FeatureReferences.of(table, options.isConfidential))
                .answers(answers)
                .explanations(explanations.map(Backgrounds.Result::data))
                .build();
        return new ReferenceData(
                ReferenceSection.of(reference), explanations.flatMap(Backgrounds.Result::patterns), remarks);
    }

    private static List<Backgrounds.Group> groups(
            Table table,
            Optional<Scores> scores,
            Options options,
            FileProblems problems,
            List<String> remarks) {
        List<Backgrounds.Group> groups = new ArrayList<>();
        groups.add(new Backgrounds.Group(
                BackgroundGroup.ALL,
                Optional.empty(),
                IntStream.range(0, table.rows()).toArray()));
        options.groups.forEach((name, text) -> {
            Optional<IntPredicate> condition = condition(name, text, table, scores, options, problems);
            int[] rows = condition
                    .map(matching -> IntStream.range(0, table.rows()).filter(matching).toArray())
                    .orElse(new int[0]);
            int least = options.isConfidential ? Backgrounds.LEAST_GROUP_ROWS : 1;
            if (rows.length >= least) {
                groups.add(new Backgrounds.Group(name, Optional.of(text), rows));
            } else if (condition.isPresent()) {
                remarks.add("group " + Text.quote(name) + " is left out: expected at least "
                        + (least == 1 ? "1 row" : least + " rows") + ", found " + rows.length);
            }
        });
        return groups;
    }

    private static Optional<IntPredicate> condition(
            String name,
            String text,
            Table table,
            Optional<Scores> scores,
            Options options,
            FileProblems problems) {
        Optional<GroupCondition> condition = GroupCondition.parse(text);
        if (name.equals(BackgroundGroup.ALL) || name.isBlank()) {
            problems.add(options.file, Problem.of("group " + Text.quote(name) + ": expected another name"));
            return Optional.empty();
        }
        if (condition.isEmpty()) {
            problems.add(
                    options.file,
                    Problem.of("group " + Text.quote(name) + ": expected a condition such as label=1 or age>=60, got "
                            + Text.quote(text)));
        }
        return condition.flatMap(parsed -> parsed.bind(table, scores, options.file, problems));
    }

    private static String remark(BackgroundGroup group) {
        String sampled = group.counted() < group.rows() ? ", of which " + group.counted() + " are counted" : "";
        String difference = group.largestDifference().isPresent()
                ? ", contributions differ by up to " + group.largestDifference().getAsDouble()
                        + " from those without aggregation"
                : "";
        return "background of explanations " + Text.quote(group.name()) + ": " + group.rows() + " rows" + sampled
                + difference;
    }
}
