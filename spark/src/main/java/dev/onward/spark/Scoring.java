package dev.onward.spark;

import dev.onward.OnwardException;
import dev.onward.details.BlockScorer;
import dev.onward.details.CsvColumns;
import dev.onward.details.DetailOptions;
import dev.onward.details.ExplanationOptions;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** A model and the columns that its predictions add to rows, for the driver and for tasks. Immutable. */
final class Scoring implements Serializable {

    private final BroadcastModel file;
    private final boolean explains;
    private final int reasons;
    private final OutputColumns outputs;

    private Scoring(BroadcastModel file, boolean explains, int reasons, OutputColumns outputs) {
        this.file = file;
        this.explains = explains;
        this.reasons = reasons;
        this.outputs = outputs;
    }

    static Scoring of(BroadcastModel file) {
        return of(file, DetailOptions.DEFAULT);
    }

    /** @throws OnwardException if the model has no reference data for explanations */
    Scoring withExplanations(int count) {
        return of(file, explanations(count));
    }

    private static Scoring of(BroadcastModel file, DetailOptions options) {
        Model model = file.open().model();
        Table noRows = new TableBuilder(model.schema()).build();
        Prediction empty = model.predict(noRows);
        try {
            file.open().details(options).of(noRows, empty);
        } catch (InvalidInputException e) {
            throw new OnwardException(
                    e.problems().stream().map(problem -> problem.text(e.unit())).toList());
        }
        return new Scoring(
                file,
                options.explanation().isPresent(),
                options.csv().reasons(),
                OutputColumns.of(options, model.schema(), empty));
    }

    private static DetailOptions explanations(int reasons) {
        return new DetailOptions(
                Optional.of(ExplanationOptions.DEFAULT),
                Optional.empty(),
                false,
                new CsvColumns(reasons, false, false));
    }

    /** The same predictions with all numbers as text. */
    Scoring asText() {
        return new Scoring(file, explains, reasons, outputs.asText());
    }

    OutputColumns outputs() {
        return outputs;
    }

    /** The model, opened in this process. */
    Model model() {
        return file.open().model();
    }

    Schema schema() {
        return model().schema();
    }

    /** The labels that the model predicts; empty if there are none or they are not known. */
    List<String> labels() {
        Prediction empty = model().predict(new TableBuilder(schema()).build());
        return empty.match(
                classes -> classes.labels().stream().map(Label::name).toList(),
                values -> List.of(),
                outputs -> List.of());
    }

    /** Returns a scorer for the thread of one task. */
    BlockScorer scorer(boolean decimalComma) {
        OpenModel open = file.open();
        return new BlockScorer(
                open.model(), open.details(explains ? explanations(reasons) : DetailOptions.DEFAULT), () -> {
                    TableBuilder builder = new TableBuilder(open.model().schema());
                    return decimalComma ? builder.decimalComma() : builder;
                });
    }
}
