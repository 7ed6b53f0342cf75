package dev.onward.annotate;

import dev.onward.csv.CsvScorer;
import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.dataset.OutputFile;
import dev.onward.dataset.UserCard;
import dev.onward.details.DetailOptions;
import dev.onward.model.Model;
import dev.onward.model.card.DataSource;
import dev.onward.model.card.ExplanationData;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.model.card.ReferenceSection;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.reference.ReferenceData;
import dev.onward.runtime.ModelException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Sha256;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Adds a card to the metadata of a model's file without changing its graph. */
public final class Annotation {

    /** The names of the columns of an input matrix, which has no names for them. */
    private static final Pattern NUMBERED = Pattern.compile("(f|.+_)\\d+");

    private final Request request;
    private final FileProblems problems;
    private final SourceModel source;
    private final UserCard userCard;

    private Annotation(Request request, FileProblems problems, SourceModel source, UserCard userCard) {
        this.request = request;
        this.problems = problems;
        this.source = source;
        this.userCard = userCard;
    }

    /**
     * The files and options of an annotation.
     *
     * @param model the model's file
     * @param card the user's card
     * @param data a CSV file with rows of the model's features
     * @param namesFrom a CSV file whose header has the names of the features
     * @param target the name of the files' column with the true labels or values
     * @param out the file to write, which may be the model's file
     * @param groups the condition of each named group of rows, by its name
     * @param heldOut whether the model was not trained on the data
     * @param written the date to write on the reference data
     * @param limits of the model's graph
     */
    public record Request(
            Path model,
            Optional<Path> card,
            Optional<Path> data,
            Optional<Path> namesFrom,
            Optional<String> target,
            Path out,
            Map<String, String> groups,
            boolean heldOut,
            Optional<LocalDate> written,
            GuardLimits limits) {

        /** A request without card and data, with the default limits. */
        public static Request of(Path model, Path out) {
            return new Request(
                    model,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    out,
                    Map.of(),
                    false,
                    Optional.empty(),
                    GuardLimits.defaults());
        }

        public Request withCard(Optional<Path> newCard) {
            return new Request(model, newCard, data, namesFrom, target, out, groups, heldOut, written, limits);
        }

        public Request withData(Optional<Path> newData) {
            return new Request(model, card, newData, namesFrom, target, out, groups, heldOut, written, limits);
        }

        public Request withNamesFrom(Optional<Path> newNamesFrom) {
            return new Request(model, card, data, newNamesFrom, target, out, groups, heldOut, written, limits);
        }

        public Request withTarget(Optional<String> newTarget) {
            return new Request(model, card, data, namesFrom, newTarget, out, groups, heldOut, written, limits);
        }

        public Request withGroups(Map<String, String> newGroups) {
            return new Request(model, card, data, namesFrom, target, out, newGroups, heldOut, written, limits);
        }

        public Request withHeldOut(boolean newHeldOut) {
            return new Request(model, card, data, namesFrom, target, out, groups, newHeldOut, written, limits);
        }

        public Request withWritten(Optional<LocalDate> newWritten) {
            return new Request(model, card, data, namesFrom, target, out, groups, heldOut, newWritten, limits);
        }

        public Request withLimits(GuardLimits newLimits) {
            return new Request(model, card, data, namesFrom, target, out, groups, heldOut, written, newLimits);
        }
    }

    /** A card, and what is new on it: the metrics on the data, and the reference data. */
    private record Completed(ModelCard card, List<Metric> measured, Optional<ReferenceData> reference) {}

    /**
     * Completes the card, verifies that the model fits it and reproduces its golden rows, and only then writes the
     * file.
     *
     * @param report receives the results
     * @throws InvalidFilesException with every problem if card, data or output file cannot be used
     * @throws ModelException if the model cannot be opened without the card
     */
    public static void run(Request request, PrintWriter report) {
        FileProblems problems = new FileProblems();
        OutputFile.check(
                request.out(),
                Stream.of(request.card(), request.data(), request.namesFrom())
                        .flatMap(Optional::stream)
                        .toList(),
                problems);
        problems.throwIfAny();
        SourceModel source = SourceModel.read(request.model(), request.limits());
        ModelCard draft = source.draftCard(request.out(), problems);
        UserCard userCard = UserCard.read(request.card(), problems);
        CardModelCheck.check(userCard, draft.features(), problems);
        problems.throwIfAny();
        new Annotation(request, problems, source, userCard).run(draft, report);
    }

    private void run(ModelCard draft, PrintWriter report) {
        Optional<AnnotationData> data = request.data().map(path -> readData(path, draft));
        Optional<AnnotationData> header = request.namesFrom().map(path -> readData(path, draft));
        problems.throwIfAny();
        ModelCard merged = CardMerge.of(draft, userCard);
        header.ifPresent(file -> checkNames(file, merged));
        problems.throwIfAny();
        Optional<AnnotationData> named = header.or(() -> data);
        Optional<List<String>> columnNames =
                named.map(AnnotationData::featureNames).filter(names -> fit(names, merged));
        ModelCard renamed =
                columnNames.map(names -> CardMerge.renamed(merged, names)).orElse(merged);
        Completed completed = completed(renamed, data, named);
        SourceModel annotatedModel = withPatterns(completed);
        List<String> outputs;
        try (Model model = annotatedModel.open(completed.card())) {
            outputs = featuresNamedAsOutputs(model);
        }
        byte[] annotated = annotatedModel.with(completed.card());
        OutputFile.write(request.out(), annotated);

        report(report, completed);
        columnNames.ifPresent(names -> report.println("features named after the columns of "
                + named.orElseThrow().file().name() + ", in order: "
                + IntStream.range(0, names.size())
                        .mapToObj(i -> merged.features().get(i).name() + " is " + names.get(i))
                        .collect(Collectors.joining(", "))));
        if (!outputs.isEmpty()) {
            report.println(
                    "warning: CSV files cannot be scored, because columns with predictions have the same names as"
                            + " these features; rename them with --card: " + Text.quote(outputs));
        }
        report.println("examples: " + completed.card().examples().size() + ", golden rows: "
                + completed.card().golden().map(golden -> golden.rows().size()).orElse(0));
        report.println("Wrote " + request.out() + ": " + annotated.length + " bytes, sha256 " + Sha256.hex(annotated));
        report.flush();
    }

    /**
     * The model with the pattern counts of new reference data. Without new data, it keeps its own counts only if the
     * card still refers to them: they may be those of rows that are confidential now.
     */
    private SourceModel withPatterns(Completed completed) {
        if (completed.reference().isPresent()) {
            return source.withPatterns(completed.reference().get().patterns());
        }
        Optional<ReferenceSection> section = completed.card().reference();
        boolean refersToPatterns = section.isPresent()
                && section.get()
                        .content()
                        .map(reference -> reference
                                .explanations()
                                .flatMap(ExplanationData::patterns)
                                .isPresent())
                        .orElse(true);
        return refersToPatterns ? source : source.withPatterns(Optional.empty());
    }

    /** The features whose columns {@link CsvScorer} refuses. */
    private static List<String> featuresNamedAsOutputs(Model model) {
        if (!model.isTabular()) {
            return List.of();
        }
        Schema schema = model.schema();
        List<String> outputs =
                CsvScorer.outputColumns(DetailOptions.DEFAULT, schema, model.predict(new TableBuilder(schema).build()));
        return schema.names().stream().filter(outputs::contains).toList();
    }

    private AnnotationData readData(Path path, ModelCard draft) {
        ModelCard card = userCard.card();
        ModelCard columns = card.columns().isEmpty() ? draft : card;
        return AnnotationData.read(
                path, request.target(), columns, card.columns().keySet(), problems);
    }

    /** Reports that the features cannot be named after the columns of the file. */
    private void checkNames(AnnotationData file, ModelCard card) {
        List<FeatureCard> features = card.features();
        List<String> names = file.featureNames();
        if (features.isEmpty()) {
            // The model does not accept tabular data, which is reported with the reason when it is opened.
            return;
        }
        if (names.size() != features.size()) {
            file.add(
                    Problem.ofRow(
                            1,
                            "expected " + features.size() + " columns, one for each feature of the model, found "
                                    + names.size()
                                    + (request.target().isPresent() || names.size() < features.size()
                                            ? ""
                                            : "; leave out the target with --target COLUMN")),
                    problems);
        } else if (!fit(names, card)) {
            file.add(
                    Problem.ofRow(
                            1,
                            "expected a model whose features have no names yet, found "
                                    + features.stream().map(FeatureCard::name).collect(Collectors.joining(", "))
                                    + "; rename them with --card"),
                    problems);
        }
    }

    /**
     * Checks whether to name the features after the columns: if nobody has named them, and there are as many columns.
     */
    private boolean fit(List<String> columns, ModelCard card) {
        List<FeatureCard> features = card.features();
        boolean areUnnamed = userCard.card().features().isEmpty()
                && features.stream()
                        .allMatch(feature -> isNumbered(feature)
                                && columns.stream().noneMatch(name -> name.equalsIgnoreCase(feature.name())));
        return areUnnamed && !columns.isEmpty() && columns.size() == features.size();
    }

    /** Columns of a matrix have only a position; an input with a name of its own is matched by that name. */
    private static boolean isNumbered(FeatureCard feature) {
        return feature.input().equals(Optional.of(feature.name()))
                && NUMBERED.matcher(feature.name()).matches();
    }

    /**
     * Adds profiles, examples, metrics and golden rows to the card.
     *
     * @param table the file to name if the model does not accept tabular data
     */
    private Completed completed(ModelCard card, Optional<AnnotationData> data, Optional<AnnotationData> table) {
        boolean hasGoldenRows = card.golden()
                .filter(golden -> !RecordedGoldenRows.areRecorded(golden))
                .isPresent();
        ModelCard withoutRecorded =
                hasGoldenRows ? card : card.toBuilder().golden(Optional.empty()).build();
        try (Model model = source.open(withoutRecorded)) {
            Optional<String> reason = model.notTabularReason();
            if (reason.isPresent()) {
                table.ifPresent(file -> {
                    file.add(Problem.of("the model does not accept tabular data: " + reason.get()), problems);
                    throw problems.exception();
                });
                return new Completed(withoutRecorded, List.of(), Optional.empty());
            }
            userCard.checkExamples(model.schema(), problems);
            Optional<DataFindings> findings =
                    data.map(rows -> DataFindings.of(rows, model, request.heldOut(), problems));
            problems.throwIfAny();
            Optional<ReferenceData> reference =
                    findings.map(found -> found.reference(model, request, withoutRecorded, source.size(), problems));
            problems.throwIfAny();
            ModelCard enriched = findings.map(found -> found.addTo(withoutRecorded)).orElse(withoutRecorded).toBuilder()
                    .reference(reference.map(ReferenceData::section).or(withoutRecorded::reference))
                    .build();
            List<Metric> measured = findings.map(DataFindings::measured).orElse(List.of());
            return new Completed(hasGoldenRows ? enriched : recorded(enriched, card, findings), measured, reference);
        }
    }

    /** Replaces the golden rows by the model's predictions for examples, data, or the rows of an earlier annotation. */
    private ModelCard recorded(ModelCard enriched, ModelCard card, Optional<DataFindings> findings) {
        boolean isConfidential = enriched.data().map(DataSource::confidential).orElse(false);
        Optional<Table> rows = isConfidential ? Optional.empty() : findings.map(DataFindings::rows);
        List<GoldenRow> earlier = findings.isPresent()
                ? List.of()
                : card.golden().map(Golden::rows).orElse(List.of());
        try (Model model = source.open(enriched)) {
            return enriched.toBuilder()
                    .golden(RecordedGoldenRows.of(model, enriched, rows, earlier))
                    .build();
        }
    }

    private static void report(PrintWriter out, Completed completed) {
        out.println("features: "
                + completed.card().features().stream().map(FeatureCard::name).collect(Collectors.joining(", ")));
        List<Metric> measured = completed.measured();
        measured.stream()
                .limit(1)
                .flatMap(metric -> metric.protocol().stream())
                .forEach(protocol -> out.println("measured " + protocol + ":"));
        measured.forEach(metric -> out.println("  " + metric.name() + " " + metric.value()));
        completed.reference().ifPresent(reference -> reference.remarks().forEach(out::println));
    }
}
