package dev.onward.annotate;

import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.dataset.OutputFile;
import dev.onward.dataset.Sha256;
import dev.onward.model.Model;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.DataSource;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.runtime.ModelException;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Gives a model a card, in the metadata of its file, whose graph stays as it is. */
public final class Annotation {

    /** How the columns of a matrix are called that nobody has named. */
    private static final Pattern NUMBERED = Pattern.compile("(f|.+_)\\d+");

    private final Request request;
    private final FileProblems problems = new FileProblems();
    private final SourceModel file;
    private List<Metric> measured = List.of();
    private String naming = "";

    private Annotation(Request request) {
        this.request = request;
        List<Path> inputs = new ArrayList<>();
        request.card().ifPresent(inputs::add);
        request.data().ifPresent(inputs::add);
        OutputFile.check(request.out(), inputs, problems);
        problems.throwIfAny();
        file = SourceModel.read(request.model());
    }

    /**
     * What to write into which file.
     *
     * @param card what a person says of the model
     * @param data a CSV file with rows of the model's features
     * @param target its column with the right answers; empty if there is none
     * @param out the file to write, which may be the model's own
     */
    public record Request(Path model, Optional<Path> card, Optional<Path> data, Optional<String> target, Path out) {}

    /**
     * Completes the card, proves that the model fits it and reproduces its golden rows, and only then writes the file.
     *
     * @throws InvalidFilesException if card, data or output are not fit for it, with everything that was found
     * @throws ModelException if the model cannot be opened as it is
     */
    public static void run(Request request, PrintWriter report) {
        new Annotation(request).run(report);
    }

    private void run(PrintWriter report) {
        ModelCard known = file.known(request.out(), problems);
        ModelCard said =
                request.card().map(path -> CardModelCheck.read(path, known, problems)).orElseGet(ModelCard::empty);
        Optional<AnnotationData> source =
                request.data().map(data -> AnnotationData.open(data, request.target(), columns(said, known), problems));
        source.ifPresent(data -> data.check(said.columns().keySet(), problems));
        problems.throwIfAny();
        ModelCard card = completed(named(CardMerge.of(known, said), said, source), said, source);
        file.open(card).close();
        byte[] annotated = file.with(card);
        OutputFile.write(request.out(), annotated);
        report(report, card, annotated);
    }

    private static ModelCard columns(ModelCard said, ModelCard known) {
        return said.columns().isEmpty() ? known : said;
    }

    /** Features that nobody has named are called as the columns of the data, if there are as many. */
    private ModelCard named(ModelCard card, ModelCard said, Optional<AnnotationData> source) {
        List<String> names = source.map(AnnotationData::names).orElse(List.of());
        List<FeatureCard> features = card.features();
        boolean unnamed = said.features().isEmpty()
                && features.stream()
                        .allMatch(feature -> isNumbered(feature)
                                && names.stream().noneMatch(name -> name.equalsIgnoreCase(feature.name())));
        if (!unnamed || names.isEmpty() || names.size() != features.size()) {
            return card;
        }
        naming = "named as the columns of " + source.orElseThrow().name() + ", in their order: "
                + IntStream.range(0, names.size())
                        .mapToObj(i -> features.get(i).name() + " is " + names.get(i))
                        .collect(Collectors.joining(", "));
        return CardMerge.renamed(card, names);
    }

    /** The order of a matrix is all that its columns have; an input with a name of its own is found by that. */
    private static boolean isNumbered(FeatureCard feature) {
        return feature.name().equals(feature.input())
                && NUMBERED.matcher(feature.name()).matches();
    }

    /** With what the data holds, and with golden rows. */
    private ModelCard completed(ModelCard card, ModelCard said, Optional<AnnotationData> source) {
        boolean given = card.golden().filter(golden -> !RecordedGoldenRows.are(golden)).isPresent();
        ModelCard draft = given ? card : card.with(Optional.empty());
        try (Model model = file.open(draft)) {
            if (!model.isTabular()) {
                source.ifPresent(data -> {
                    problems.add(
                            data.file(), Problem.of("the model cannot be asked rows of a table: " + model.obstacle()));
                    throw problems.exception();
                });
                return draft;
            }
            request.card().ifPresent(path -> CardModelCheck.checkExamples(path, said, model.schema(), problems));
            Optional<DataFindings> asked = source.map(data -> DataFindings.ask(data, model, problems));
            problems.throwIfAny();
            measured = asked.map(DataFindings::measured).orElse(List.of());
            ModelCard seen = asked.map(data -> data.complete(draft)).orElse(draft);
            try (Model complete = file.open(seen)) {
                boolean confidential = seen.data().map(DataSource::confidential).orElse(false);
                Optional<Table> shown = confidential ? Optional.empty() : asked.map(DataFindings::rows);
                List<GoldenRow> earlier = source.isPresent()
                        ? List.of()
                        : card.golden().map(Golden::rows).orElse(List.of());
                return given ? seen : seen.with(RecordedGoldenRows.of(complete, seen, shown, earlier));
            }
        }
    }

    private void report(PrintWriter out, ModelCard card, byte[] annotated) {
        out.println("features: "
                + String.join(
                        ", ",
                        card.features().stream().map(feature -> feature.name()).toList()));
        measured.stream().limit(1).forEach(metric -> out.println("measured " + metric.protocol() + ":"));
        measured.forEach(metric -> out.println("  " + metric.name() + " " + metric.value()));
        if (!naming.isEmpty()) {
            out.println(naming);
        }
        out.println("examples: " + card.examples().size() + ", golden rows: "
                + card.golden().map(golden -> golden.rows().size()).orElse(0));
        out.println("Wrote " + request.out() + ": " + annotated.length + " bytes, sha256 " + Sha256.of(annotated));
        out.flush();
    }
}
