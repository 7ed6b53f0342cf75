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
 * A few rows asked on trial, to learn what the graph's outputs really are: the shapes that exporters declare are often
 * wrong, and some graphs that declare any number of rows take only one.
 *
 * @param run that asks the graph as it can be asked
 * @param outputs those that have a row for each row asked
 * @param sentences what was noticed
 */
record ProbeRun(TableRun run, List<GraphOutput> outputs, List<String> sentences) {

    static ProbeRun of(TableRun run, Map<String, NodeInfo> declared, ModelCard card) {
        Optional<Table> rows = rows(run.schema(), card);
        List<String> sentences = new ArrayList<>();
        Optional<List<GraphOutput>> answered = rows.flatMap(table -> run.probe(table, declared));
        TableRun able = run;
        if (answered.isEmpty() && run.batch() == 0) {
            TableRun oneByOne = run.inBatchesOf(1);
            answered = rows.flatMap(table -> oneByOne.probe(table, declared));
            able = oneByOne;
            sentences.add(
                    answered.isPresent()
                            ? "rows: asked one by one, since the graph fails on several at once"
                            : "outputs: read as declared, since the graph fails on rows of plain values");
            able = answered.isPresent() ? able : run;
        } else if (run.batch() > 0) {
            sentences.add("rows: asked " + run.batch() + " at once, as the graph demands");
        }
        List<GraphOutput> outputs = answered.orElseGet(() -> asDeclared(declared));
        List<String> names = outputs.stream().map(GraphOutput::name).toList();
        declared.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> sentences.add("output " + Text.quote(name) + ": left out, since it has no row that can"
                        + " be read for each row asked"));
        return new ProbeRun(able, outputs, sentences);
    }

    private static List<GraphOutput> asDeclared(Map<String, NodeInfo> outputs) {
        return outputs.values().stream()
                .filter(node -> node.getInfo() instanceof TensorInfo)
                .flatMap(node -> GraphOutput.of(node.getName(), (TensorInfo) node.getInfo(), -1).stream())
                .toList();
    }

    /** The first golden row if there is one that fits, otherwise a row of plain values, several times over. */
    private static Optional<Table> rows(Schema schema, ModelCard card) {
        Optional<ModelCard.GoldenRow> golden =
                card.golden().stream().flatMap(rows -> rows.rows().stream()).findFirst();
        return rows(schema, builder -> golden.ifPresent(row -> builder.cells(row.row())))
                .or(() -> rows(schema, builder -> plain(builder, schema)));
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

    private static void plain(TableBuilder builder, Schema schema) {
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
