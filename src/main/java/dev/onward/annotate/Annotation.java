package dev.onward.annotate;

import dev.onward.model.Model;
import dev.onward.model.ModelCard;
import dev.onward.model.ModelCard.DataSource;
import dev.onward.model.ModelCard.Metric;
import dev.onward.model.ModelException;
import dev.onward.model.Prediction;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import dev.onward.table.Text;
import dev.onward.train.Output;
import dev.onward.train.Problems;
import dev.onward.train.Sha256;
import dev.onward.train.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives a model a card, in the metadata of its file, whose graph stays as it is. */
public final class Annotation {

    private final Request request;
    private final Problems problems = new Problems();
    private final byte[] file;

    private Annotation(Request request) {
        this.request = request;
        List<Path> inputs = new ArrayList<>();
        request.card().ifPresent(inputs::add);
        request.data().ifPresent(inputs::add);
        Output.check(request.out(), inputs, problems);
        problems.throwIfAny();
        file = read(request.model());
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
        ModelCard known;
        try (Model model = Model.open(request.model())) {
            checkPlace(model);
            known = model.draftCard();
        }
        ModelCard said = request.card().map(this::said).orElseGet(ModelCard::empty);
        Optional<DataFile> source =
                request.data().map(data -> DataFile.open(data, request.target(), columns(said, known), problems));
        ModelCard card = named(Overlay.of(known, said), said, source);
        card = completed(card, source);
        byte[] annotated = with(card);
        open(annotated).close();
        Output.write(request.out(), annotated);
        report(report, card, annotated);
    }

    private void checkPlace(Model model) {
        Path from = request.model().toAbsolutePath().normalize();
        Path to = request.out().toAbsolutePath().normalize();
        if (model.hasExternalData() && !String.valueOf(from.getParent()).equals(String.valueOf(to.getParent()))) {
            problems.add(
                    request.out(),
                    Problem.of("expected a file beside " + request.model()
                            + ", where other files hold the rest of the model's data"));
            throw problems.exception();
        }
    }

    private ModelCard said(Path path) {
        try {
            return ModelCard.read(Files.readAllBytes(path), path.toString());
        } catch (ModelException e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            problems.add(path, Problem.of("cannot be read: " + Text.reason(e)));
        }
        throw problems.exception();
    }

    private static ModelCard columns(ModelCard said, ModelCard known) {
        return said.columns().isEmpty() ? known : said;
    }

    /** Features that nobody has named are called as the columns of the data, if there are as many. */
    private static ModelCard named(ModelCard card, ModelCard said, Optional<DataFile> source) {
        List<String> names = source.map(DataFile::names).orElse(List.of());
        boolean unnamed = said.features().isEmpty()
                && card.features().stream().noneMatch(feature -> names.contains(feature.name()));
        return unnamed && names.size() == card.features().size()
                ? card.with(
                        Overlay.renamed(card.features(), names),
                        card.examples(),
                        card.metrics(),
                        card.data(),
                        Optional.empty())
                : card;
    }

    /** With what the data holds, and with golden rows. */
    private ModelCard completed(ModelCard card, Optional<DataFile> source) {
        boolean given = card.golden().filter(golden -> !OwnAnswers.are(golden)).isPresent();
        ModelCard draft = given ? card : card.with(Optional.empty());
        try (Model model = open(with(draft))) {
            if (!model.isTabular()) {
                source.ifPresent(data -> {
                    problems.add(
                            data.file(), Problem.of("the model cannot be asked rows of a table: " + model.obstacle()));
                    throw problems.exception();
                });
                return draft;
            }
            Optional<DataRows> rows = source.map(data -> DataRows.read(data, model.schema(), problems));
            ModelCard seen = rows.map(data -> observed(draft, source.orElseThrow(), data, model))
                    .orElse(draft);
            problems.throwIfAny();
            try (Model complete = open(with(seen))) {
                boolean confidential = seen.data().map(DataSource::confidential).orElse(false);
                Optional<Table> shown = confidential ? Optional.empty() : rows.map(DataRows::table);
                return given ? seen : seen.with(OwnAnswers.of(complete, seen, shown));
            }
        }
    }

    private ModelCard observed(ModelCard card, DataFile source, DataRows rows, Model model) {
        Prediction prediction = model.predict(rows.table());
        DataSource given = card.data().orElse(new DataSource("", "", "", "", "", 0, "", false));
        List<Metric> metrics = rows.targets().isEmpty() || !card.metrics().isEmpty()
                ? card.metrics()
                : Quality.of(source.file(), rows, prediction, problems);
        boolean examples = card.examples().isEmpty() && !given.confidential();
        return card.with(
                Observations.of(card.features(), rows.table()),
                examples ? TypicalAnswers.of(rows.table(), prediction) : card.examples(),
                metrics,
                Optional.of(new DataSource(
                        given.name().isEmpty() ? String.valueOf(source.file().getFileName()) : given.name(),
                        given.url(),
                        given.license(),
                        given.licenseUrl(),
                        given.citation(),
                        rows.table().rows(),
                        source.sha256(),
                        given.confidential())),
                card.golden());
    }

    private byte[] with(ModelCard card) {
        return Metadata.with(file, ModelCard.KEY, card.toJson());
    }

    /** A card that does not fit is the fault of who gives it, and not of the model. */
    private Model open(byte[] annotated) {
        try {
            Path folder = request.model().toAbsolutePath().getParent();
            return Model.open(
                    annotated,
                    folder == null ? Path.of("") : folder,
                    request.model().toString());
        } catch (ModelException e) {
            throw new TrainingException(List.of(String.valueOf(e.getMessage())));
        }
    }

    private byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new ModelException(path + ": cannot be read: " + Text.reason(e), e);
        }
    }

    private void report(PrintWriter out, ModelCard card, byte[] annotated) {
        out.println("features: "
                + String.join(
                        ", ",
                        card.features().stream().map(feature -> feature.name()).toList()));
        card.metrics().stream().limit(1).forEach(metric -> out.println("measured " + metric.protocol() + ":"));
        card.metrics().forEach(metric -> out.println("  " + metric.name() + " " + metric.value()));
        out.println("examples: " + card.examples().size() + ", golden rows: "
                + card.golden().map(golden -> golden.rows().size()).orElse(0));
        out.println("Wrote " + request.out() + ": " + annotated.length + " bytes, sha256 " + Sha256.of(annotated));
        out.flush();
    }
}
