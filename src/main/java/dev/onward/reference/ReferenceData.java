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
import java.util.Arrays;
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
     * The data's source, and what is written of it.
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
                        predicted -> AnswerReferences.of(predicted, compared, options.isConfidential))
                .orElse(List.of());
        List<Backgrounds.Group> groups = groups(table, scores, options, problems, remarks);
        List<String> names = scores.map(Scores::names).orElse(List.of());
        Optional<Backgrounds.Result> explanations = scores.flatMap(Scores::columns)
                .map(columns -> new Backgrounds(ExplainableModel.of(model), table, names, options.isConfidential)
                        .of(groups, fileBytes));
        explanations.map(Backgrounds.Result::remarks).ifPresent(remarks::addAll);
        Reference reference = Reference.builder()
                .rows(table.rows())
                .name(options.name)
                .sha256(Optional.of(options.sha256))
                .written(options.written.map(LocalDate::toString))
                .features(FeatureReferences.of(table, options.isConfidential))
                .answers(answers)
                .explanations(explanations.flatMap(Backgrounds.Result::data))
                .build();
        return new ReferenceData(
                ReferenceSection.of(reference), explanations.flatMap(Backgrounds.Result::patterns), remarks);
    }

    /**
     * Reports named groups that cannot be selected, also before the rows have predictions.
     *
     * @param scores only their names are used, so they may be without rows
     */
    public static void checkGroups(
            Map<String, String> groups, Table table, Scores scores, Path file, FileProblems problems) {
        groups.forEach((name, text) -> condition(name, text, table, Optional.of(scores), file, problems));
    }

    private static List<Backgrounds.Group> groups(
            Table table, Optional<Scores> scores, Options options, FileProblems problems, List<String> remarks) {
        List<Backgrounds.Group> groups = new ArrayList<>();
        int[] all = IntStream.range(0, table.rows()).toArray();
        groups.add(new Backgrounds.Group(BackgroundGroup.ALL, Optional.empty(), all));
        options.groups.forEach((name, text) -> condition(name, text, table, scores, options.file, problems)
                .map(matching -> Arrays.stream(all).filter(matching).toArray())
                .ifPresent(rows -> groups.add(new Backgrounds.Group(name, Optional.of(text), rows))));
        int minRows = options.isConfidential ? Backgrounds.MIN_CONFIDENTIAL_ROWS : 1;
        groups.removeIf(group -> {
            boolean isTooSmall = group.rows().length < minRows;
            if (isTooSmall) {
                remarks.add(Backgrounds.leftOut(group.name()) + "expected at least "
                        + (minRows == 1 ? "1 row" : minRows + " rows") + ", found " + group.rows().length);
            }
            return isTooSmall;
        });
        return groups;
    }

    private static Optional<IntPredicate> condition(
            String name, String text, Table table, Optional<Scores> scores, Path file, FileProblems problems) {
        String where = "group " + Text.quote(name) + ": ";
        if (name.equals(BackgroundGroup.ALL) || name.isBlank()) {
            problems.add(
                    file,
                    Problem.of(where
                            + (name.isBlank() ? "expected a name" : "expected another name; this one means all rows")));
            return Optional.empty();
        }
        Optional<GroupCondition> condition = GroupCondition.parse(name, text);
        if (condition.isEmpty()) {
            problems.add(
                    file,
                    Problem.of(where + "expected a condition such as label=1 or age>=60, got " + Text.quote(text)));
        }
        return condition.flatMap(parsed -> parsed.bind(table, scores, file, problems));
    }
}
