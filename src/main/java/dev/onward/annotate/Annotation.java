package dev.onward.annotate;

import dev.onward.model.Model;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard.DataSource;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.model.card.ModelCard;
import dev.onward.runtime.ModelException;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import dev.onward.train.Output;
import dev.onward.train.Problems;
import dev.onward.train.Sha256;
import dev.onward.train.TrainingException;
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
    private final Problems problems = new Problems();
    private final ModelFile file;
    private List<Metric> measured = List.of();
    private String naming = "";

    private Annotation(Request request) {
        this.request = request;
        List<Path> inputs = new ArrayList<>();
        request.card().ifPresent(inputs::add);
        request.data().ifPresent(inputs::add);
        Output.check(request.out(), inputs, problems);
        problems.throwIfAny();
        file = ModelFile.read(request.model());
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
     * @throws TrainingException if card, data or output are not fit for it, with everything that was found
     * @throws ModelException if the model cannot be opened as it is
     */
    public static void run(Request request, PrintWriter report) {
        new Annotation(request).run(report);
    }

    private void run(PrintWriter report) {
        ModelCard known = file.known(request.out(), problems);
        ModelCard said =
                request.card().map(path -> SaidCard.read(path, known, problems)).orElseGet(ModelCard::empty);
        Optional<DataFile> source =
                request.data().map(data -> DataFile.open(data, request.target(), columns(said, known), problems));
        source.ifPresent(data -> data.check(said.columns().keySet(), problems));
        problems.throwIfAny();
        ModelCard card = completed(named(Overlay.of(known, said), said, source), said, source);
        file.open(card).close();
        byte[] annotated = file.with(card);
        Output.write(request.out(), annotated);
        report(report, card, annotated);
    }

    private static ModelCard columns(ModelCard said, ModelCard known) {
        return said.columns().isEmpty() ? known : said;
    }

    /** Features that nobody has named are called as the columns of the data, if there are as many. */
    private ModelCard named(ModelCard card, ModelCard said, Optional<DataFile> source) {
        List<String> names = source.map(DataFile::names).orElse(List.of());
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
        return Overlay.renamed(card, names);
    }

    /** The order of a matrix is all that its columns have; an input with a name of its own is found by that. */
    private static boolean isNumbered(FeatureCard feature) {
        return feature.name().equals(feature.input())
                && NUMBERED.matcher(feature.name()).matches();
    }

    /** With what the data holds, and with golden rows. */
    private ModelCard completed(ModelCard card, ModelCard said, Optional<DataFile> source) {
        boolean given = card.golden().filter(golden -> !OwnAnswers.are(golden)).isPresent();
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
            request.card().ifPresent(path -> SaidCard.checkExamples(path, said, model.schema(), problems));
            Optional<FromData> asked = source.map(data -> FromData.ask(data, model, problems));
            problems.throwIfAny();
            measured = asked.map(FromData::measured).orElse(List.of());
            ModelCard seen = asked.map(data -> data.complete(draft)).orElse(draft);
            try (Model complete = file.open(seen)) {
                boolean confidential = seen.data().map(DataSource::confidential).orElse(false);
                Optional<Table> shown = confidential ? Optional.empty() : asked.map(FromData::rows);
                List<GoldenRow> earlier = source.isPresent()
                        ? List.of()
                        : card.golden().map(Golden::rows).orElse(List.of());
                return given ? seen : seen.with(OwnAnswers.of(complete, seen, shown, earlier));
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
