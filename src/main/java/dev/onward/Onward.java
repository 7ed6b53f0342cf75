package dev.onward;

import dev.onward.explanation.Explanation;
import dev.onward.model.Model;
import dev.onward.model.NotTabularException;
import dev.onward.model.Prediction;
import dev.onward.runtime.ModelException;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.TooLargeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A model of tabular data, opened from an ONNX file. Its features, labels and rules for cells are the same as those of
 * the web application: they come from the graph and the model's card. Safe for use by any number of threads. The caller
 * that opens it must close it.
 *
 * <pre>{@code
 * try (Onward credit = Onward.open(Path.of("credit.onnx"))) {
 *     Answer answer = credit.ask(Map.of("income", 52_000, "plan", "gold"));
 *     String label = answer.label();
 *     double probability = answer.probability("approve");
 * }
 * }</pre>
 */
public final class Onward implements AutoCloseable {

    private final Model model;
    private final Explanations explanations;

    private Onward(Model model, Explanations explanations) {
        this.model = model;
        this.explanations = explanations;
    }

    /**
     * Opens a file. It is checked before the native runtime sees it, must fit its card, if it has one, and must
     * reproduce the card's golden rows.
     *
     * @throws OnwardException if there is no such file, it fails a check, or its model does not take rows of a table
     */
    public static Onward open(Path file) {
        return attempt(() -> {
            Model model = Model.open(file);
            try {
                model.notTabularReason().ifPresent(reason -> {
                    throw OnwardException.of(file + ": not a model of tabular data: " + reason);
                });
                model.simplify();
                model.closeTensors();
                return new Onward(model, Explanations.of(model));
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        });
    }

    /**
     * Predicts one row.
     *
     * @param row values by the names of the features: numbers, booleans and text. A null value, or no value, is
     *     missing. Numbers for text, and text for numbers, are not converted.
     * @throws OnwardException with every value and name that does not fit, or if the model is closed or fails
     */
    public Answer ask(Map<String, ?> row) {
        return ask(builder -> addCells(builder, row));
    }

    /**
     * Predicts many rows, which is much faster than one by one. All or nothing: one invalid row is an exception.
     *
     * @param rows as for {@link #ask(Map)}
     * @return an answer for each row, in their order. They share memory: each keeps all of them.
     * @throws OnwardException as {@link #ask(Map)} does, with the numbers of the rows, from 1
     */
    public List<Answer> askAll(List<? extends Map<String, ?>> rows) {
        return askAll(rows, this::addCells);
    }

    /**
     * Binds the components of a record to the features. A component belongs to the feature of the same name, or else to
     * the only one with the same letters and digits, ignoring case: {@code isMember} belongs to {@code "is member"}.
     * Components for numbers are primitive, or {@link Number}s; those for booleans are {@code boolean} or {@link
     * Boolean}; those for text are {@link String}s. A null is a missing value.
     *
     * @throws OnwardException with every component that does not fit, and every required feature without a component
     */
    public <T extends Record> Asker<T> asker(Class<T> type) {
        return new Asker<>(this, RecordBinding.of(type, schema()));
    }

    /** Waits for current predictions to end, then frees the native memory. Answers that are there remain readable. */
    @Override
    public void close() {
        model.close();
    }

    Schema schema() {
        return model.schema();
    }

    private void addCells(TableBuilder builder, Map<String, ?> row) {
        row.forEach((name, value) -> {
            int position = schema().position(name);
            if (position < 0) {
                builder.unknown(name);
            } else {
                builder.value(position, value);
            }
        });
    }

    /** @param cells adds those of the row */
    Answer ask(Consumer<TableBuilder> cells) {
        return attempt(() -> {
            TableBuilder builder = new TableBuilder(schema());
            builder.startRow(0);
            cells.accept(builder);
            builder.endRow();
            Table table = builder.build();
            return new Answer(this, table, model.predict(table), 0);
        });
    }

    /** @param cells adds those of a row */
    <R> List<Answer> askAll(List<R> rows, BiConsumer<TableBuilder, R> cells) {
        return attempt(() -> {
            TableBuilder builder = new TableBuilder(schema());
            long number = 0;
            for (R row : rows) {
                builder.startRow(++number);
                cells.accept(builder, row);
                builder.endRow();
            }
            Table table = builder.build();
            Prediction prediction = model.predict(table);
            return IntStream.range(0, table.rows())
                    .mapToObj(row -> new Answer(this, table, prediction, row))
                    .toList();
        });
    }

    Explanation explain(Table table, Prediction prediction, int row) {
        return attempt(() -> explanations.explain(table, prediction, row));
    }

    /** Converts the exceptions of the packages below to the one that callers know. */
    private static <T> T attempt(Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidInputException e) {
            throw OnwardException.of(e);
        } catch (ModelException | NotTabularException | TooLargeException | IllegalStateException e) {
            throw OnwardException.of(e);
        }
    }
}
