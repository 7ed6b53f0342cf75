package dev.onward.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import dev.onward.model.card.ModelCard;
import dev.onward.model.recognition.GraphOutput;
import dev.onward.onnx.OnnxFile;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The result of a run on a few sample rows. It shows the actual shapes of the outputs, because those that exporters
 * declare are often wrong, and whether the graph takes several rows at a time, because some graphs that declare it
 * fail.
 *
 * @param run with a batch size that works
 * @param outputs those with one row for each input row
 * @param sentences about batches and unreadable outputs
 */
record ProbeRun(TableRun run, List<GraphOutput> outputs, List<String> sentences) {

    static ProbeRun of(TableRun run, Map<String, NodeInfo> declared, ModelCard card) {
        Optional<Table> rows = rows(run.schema(), card);
        List<String> sentences = new ArrayList<>();
        Optional<List<GraphOutput>> observed = rows.flatMap(table -> run.probe(table, declared));
        TableRun working = run;
        if (observed.isEmpty() && run.batch() == 0) {
            TableRun oneByOne = run.inBatchesOf(1);
            observed = rows.flatMap(table -> oneByOne.probe(table, declared));
            sentences.add(
                    observed.isPresent()
                            ? "rows: run one at a time because the graph fails with more than one row"
                            : "outputs: types and shapes as declared because the graph fails on sample rows");
            working = observed.isPresent() ? oneByOne : run;
        } else if (run.batch() > 0) {
            sentences.add("rows: run in batches of " + run.batch() + " because the graph requires it");
        }
        List<GraphOutput> outputs = observed.orElseGet(() -> asDeclared(declared));
        List<String> names = outputs.stream().map(GraphOutput::name).toList();
        declared.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> sentences.add("output " + Text.quote(name) + ": left out because it does not have"
                        + " one row for each input row, or because its type is not supported"));
        return new ProbeRun(working, outputs, sentences);
    }

    private static List<GraphOutput> asDeclared(Map<String, NodeInfo> outputs) {
        return outputs.values().stream()
                .filter(node -> node.getInfo() instanceof TensorInfo)
                .flatMap(node -> GraphOutput.of(node.getName(), (TensorInfo) node.getInfo(), -1).stream())
                .toList();
    }

    /** Copies of the first golden row, or of a row of sample values if there is none that fits the features. */
    private static Optional<Table> rows(Schema schema, ModelCard card) {
        Optional<ModelCard.GoldenRow> golden =
                card.golden().stream().flatMap(rows -> rows.rows().stream()).findFirst();
        return rows(schema, builder -> golden.ifPresent(row -> builder.cells(row.row())))
                .or(() -> rows(schema, builder -> sample(builder, schema)));
    }

    private static Optional<Table> rows(Schema schema, Consumer<TableBuilder> row) {
        TableBuilder builder = new TableBuilder(schema);
        for (int i = 0; i < OnnxFile.PROBE_ROWS; i++) {
            builder.startRow(0);
            row.accept(builder);
            builder.endRow();
        }
        return builder.takeProblems().isEmpty() ? Optional.of(builder.build()) : Optional.empty();
    }

    private static void sample(TableBuilder builder, Schema schema) {
        for (int i = 0; i < schema.size(); i++) {
            Feature feature = schema.feature(i);
            List<String> categories = feature.categories();
            switch (feature.type()) {
                case NUMBER, INTEGER -> builder.number(i, categories.isEmpty() ? "1" : categories.get(0));
                case BOOLEAN -> builder.bool(i, true);
                case STRING -> builder.string(i, categories.isEmpty() ? "a" : categories.get(0));
            }
        }
    }
}
