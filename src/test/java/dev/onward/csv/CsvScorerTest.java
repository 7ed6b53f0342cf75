package dev.onward.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.onward.details.DetailOptions;
import dev.onward.details.DetailSource;
import dev.onward.details.PredictionDetails;
import dev.onward.json.JsonPredictions;
import dev.onward.model.Matrix;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CsvScorerTest {

    private static final String HEADER = "variance,skewness,curtosis,entropy";
    private static final String GENUINE = "3.6216,8.6661,-2.8073,-0.44699";
    private static final String FORGED = "-1.3971,3.3191,-1.3927,-1.9948";
    private static final String ANSWER = "label,probability_0,probability_1,error";

    private static Model model;

    @BeforeAll
    static void open() {
        model = Model.open(Path.of("model.onnx"));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void answersEveryRowBehindItsCells() {
        List<String> lines = scored(HEADER + "\n" + GENUINE + "\n" + FORGED + "\n");

        assertThat(lines)
                .containsExactly(HEADER + "," + ANSWER, GENUINE + "," + answer(GENUINE), FORGED + "," + answer(FORGED));
        assertThat(lines.get(1)).startsWith(GENUINE + ",0,0.99");
        assertThat(lines.get(2)).startsWith(FORGED + ",1,");
    }

    @Test
    void endsEachLineAsTheSpecificationSays() {
        String out = score(HEADER + "\n" + GENUINE, CsvScorer.OutputFormat.CSV);

        assertThat(out).endsWith(",\r\n");
        assertThat(out.split("\r\n", -1)).hasSize(3);
        assertThat(out.replace("\r\n", "")).doesNotContain("\n");
    }

    @Test
    void findsColumnsInAnyOrderAndPassesTheOthersThrough() {
        String csv = "note,entropy,curtosis,id,skewness,variance\n"
                + "\"a, \"\"b\"\"\",-0.44699,-2.8073, 7 ,8.6661,3.6216\n";

        assertThat(scored(csv))
                .containsExactly(
                        "note,entropy,curtosis,id,skewness,variance," + ANSWER,
                        "\"a, \"\"b\"\"\",-0.44699,-2.8073, 7 ,8.6661,3.6216," + answer(GENUINE));
    }

    @Test
    void keepsNumbersAsTheyWereWritten() {
        String csv = HEADER + "\n 3.62160 ,+8.6661,-28073e-4,-.44699\n";

        assertThat(scored(csv).get(1)).isEqualTo(" 3.62160 ,+8.6661,-28073e-4,-.44699," + answer(GENUINE));
    }

    @Test
    void reportsABadRowInItsPlaceAndAnswersTheOthers() {
        String csv = HEADER + "\n" + GENUINE + "\n1,x,,1e99\n1,2\n\"open,2,3,4\n1,2,3,4,5\n" + FORGED + "\n";

        CsvScorer.Outcome outcome = CsvScorer.score(
                in(csv),
                CsvScorer.Part.WHOLE,
                OutputStream.nullOutputStream(),
                model,
                DetailSource.NONE,
                CsvScorer.OutputFormat.CSV,
                at -> {});

        assertThat(scored(csv))
                .containsExactly(
                        HEADER + "," + ANSWER,
                        GENUINE + "," + answer(GENUINE),
                        "1,x,,1e99,,,,\"skewness: expected a number, got \"\"x\"\";"
                                + " curtosis: expected a number, got nothing;"
                                + " entropy: expected a number from -3.4028235E38 to"
                                + " 3.4028235E38, got 1e99\"",
                        "1,2,,,,,,\"expected 4 cells, got 2\"",
                        ",,,,,,,line 5: expected a row of at most 131072 characters in which every quoted field is"
                                + " closed and followed by a separator",
                        "1,2,3,4,,,,\"expected 4 cells, got 5\"",
                        FORGED + "," + answer(FORGED));
        assertThat(outcome.count()).isEqualTo(new CsvScorer.Count(6, 4));
    }

    @Test
    void computesDetailsForTheRowsThatWerePredicted() {
        OnnxGraphs shops = new OnnxGraphs()
                .input("shop", TensorProto.DataType.INT64, -1)
                .input("area", TensorProto.DataType.DOUBLE, -1)
                .input("city", TensorProto.DataType.STRING, -1)
                .input("open", TensorProto.DataType.BOOL, -1)
                .floats("prices", new long[] {3}, 10, 20, 30)
                .node("Gather", List.of("prices", "shop"), "price")
                .node("Identity", List.of("area"), "same_area")
                .node("Identity", List.of("city"), "same_city")
                .node("Identity", List.of("open"), "same_open")
                .output("price", TensorProto.DataType.FLOAT, -1)
                .output("same_area", TensorProto.DataType.DOUBLE, -1)
                .output("same_city", TensorProto.DataType.STRING, -1)
                .output("same_open", TensorProto.DataType.BOOL, -1);
        List<String> seen = new ArrayList<>();
        DetailSource recording = new DetailSource() {

            @Override
            public DetailOptions options() {
                return DetailOptions.DEFAULT;
            }

            @Override
            public PredictionDetails of(Table table, Prediction prediction) {
                for (int row = 0; row < table.rows(); row++) {
                    int position = row;
                    seen.add(IntStream.range(0, table.schema().size())
                            .mapToObj(i -> String.valueOf(
                                    table.column(i).value(position).orElseThrow()))
                            .collect(Collectors.joining(",")));
                }
                return PredictionDetails.NONE;
            }
        };

        try (Model model = shops.open()) {
            CsvScorer.score(
                    in("shop,area,city,open\n0,1.5,Bonn,true\n7,2.5,Rome,true\n1,x,Lyon,true\n2,3.5,Oslo,false"),
                    CsvScorer.Part.WHOLE,
                    OutputStream.nullOutputStream(),
                    model,
                    recording,
                    CsvScorer.OutputFormat.CSV,
                    at -> {});
        }

        assertThat(seen).containsExactly("0,1.5,Bonn,true", "2,3.5,Oslo,false");
    }

    /** Of a chunk of 1,024 rows, each half that fails is halved again; the predictions of the others are kept. */
    @Test
    void findsOneRowThatTheGraphRefusesInFewRuns() {
        AtomicInteger runs = new AtomicInteger();
        OnnxGraphs prices = new OnnxGraphs()
                .input("shop", TensorProto.DataType.INT64, -1)
                .floats("prices", new long[] {3}, 10, 20, 30)
                .node("Gather", List.of("prices", "shop"), "price")
                .output("price", TensorProto.DataType.FLOAT, -1);
        List<String> rows = new ArrayList<>(Collections.nCopies(1024, "2"));
        rows.set(700, "7");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        CsvScorer.Outcome outcome;
        try (Model graph = prices.open()) {
            Model counted = graph.withPermits(count -> {
                runs.incrementAndGet();
                return () -> {};
            });
            outcome = CsvScorer.score(
                    in("shop\n" + String.join("\n", rows)),
                    CsvScorer.Part.WHOLE,
                    out,
                    counted,
                    DetailSource.NONE,
                    CsvScorer.OutputFormat.CSV,
                    at -> {});
        }

        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(outcome.count()).isEqualTo(new CsvScorer.Count(1024, 1));
        assertThat(lines.get(701))
                .isEqualTo(
                        "7,,the model cannot process this row; it may contain a value that the model does not support");
        assertThat(lines.stream().filter("2,30.0,"::equals)).hasSize(1023);
        // The chunk, one part at each of ten levels, and all rows after the bad one.
        assertThat(runs).hasValue(12);
    }

    @Test
    void writesChunksInTheirOrderIfALaterOneIsPredictedFirst() {
        List<String> rows = new ArrayList<>(Collections.nCopies(5_000, GENUINE));
        rows.set(3, "x,1,1,1");
        rows.set(2_500, "1,2");
        String csv = HEADER + "\n" + String.join("\n", rows) + "\n";
        CountDownLatch laterOne = new CountDownLatch(2);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<CsvScorer.Count> progress = new ArrayList<>();

        CsvScorer.Outcome outcome;
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            outcome = CsvScorer.score(
                    in(csv),
                    CsvScorer.Part.WHOLE,
                    out,
                    model,
                    DetailSource.NONE,
                    CsvScorer.OutputFormat.CSV,
                    progress::add,
                    task -> {
                        boolean waits = isFirst.getAndSet(false);
                        threads.execute(() -> {
                            if (waits) {
                                await(laterOne);
                            }
                            task.run();
                            laterOne.countDown();
                        });
                    });
        } finally {
            threads.shutdown();
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(score(csv, CsvScorer.OutputFormat.CSV));
        assertThat(outcome.count()).isEqualTo(new CsvScorer.Count(5_000, 2));
        assertThat(progress).extracting(CsvScorer.Count::rows).containsExactly(1_024L, 2_048L, 3_072L, 4_096L, 5_000L);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void answersAHeaderAloneWithAHeaderAlone() {
        assertThat(score(HEADER, CsvScorer.OutputFormat.CSV)).isEqualTo(HEADER + "," + ANSWER + "\r\n");
        assertThat(score(HEADER, CsvScorer.OutputFormat.JSON)).isEqualTo("[]");
    }

    @Test
    void matchesColumnsInAnotherCaseAndSaysSo() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        CsvScorer.Outcome outcome = CsvScorer.score(
                in("Variance,skewness,CURTOSIS,entropy\n" + GENUINE + "\n"),
                CsvScorer.Part.WHOLE,
                out,
                model,
                DetailSource.NONE,
                CsvScorer.OutputFormat.CSV,
                at -> {});

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("Variance,skewness,CURTOSIS,entropy," + ANSWER + "\r\n" + GENUINE + "," + answer(GENUINE)
                        + "\r\n");
        assertThat(outcome.notices())
                .containsExactly(
                        "column \"Variance\" was read as \"variance\"", "column \"CURTOSIS\" was read as \"curtosis\"");
    }

    @Test
    void prefersTheExactNameAndRefusesTwoOthers() {
        assertThat(score("VARIANCE," + HEADER + "\nx," + GENUINE, CsvScorer.OutputFormat.CSV))
                .contains("x," + GENUINE + "," + answer(GENUINE));
        assertThat(headerProblems("Variance,VARIANCE,skewness,curtosis,entropy\n1,2,3,4,5\n"))
                .singleElement()
                .asString()
                .startsWith("line 1, variance: expected a column with this name, found \"V");
    }

    @Test
    void saysWhichSeparatorsAreKnownIfThereIsOnlyOneColumn() {
        assertThat(headerProblems("variance|skewness|curtosis|entropy\n1|2|3|4\n"))
                .containsExactly(
                        "line 1: expected columns separated by commas, semicolons or tabs, found one column,"
                                + " \"variance|skewness|curtosis|entropy\"",
                        "line 1, variance: expected a column with this name, found none",
                        "line 1, skewness: expected a column with this name, found none",
                        "line 1, curtosis: expected a column with this name, found none",
                        "line 1, entropy: expected a column with this name, found none");
    }

    @Test
    void namesEveryMissingColumnAndWhatWasProbablyMeant() {
        assertThat(headerProblems("varance,skewness,Entropie\n1,2,3\n"))
                .containsExactly(
                        "line 1, variance: expected a column with this name, found \"varance\"",
                        "line 1, curtosis: expected a column with this name, found none",
                        "line 1, entropy: expected a column with this name, found \"Entropie\"");
    }

    @Test
    void refusesColumnsWithTheNamesOfTheAnswers() {
        assertThat(headerProblems(HEADER + ",label,probability_1,error,value\n"))
                .containsExactly(
                        "line 1: column \"label\" has the same name as an output column; rename it",
                        "line 1: column \"probability_1\" has the same name as an output column; rename it",
                        "line 1: column \"error\" has the same name as an output column; rename it");
    }

    @Test
    void writesNothingIfTheHeaderIsNotGood() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> CsvScorer.score(
                        in("a,b\n1,2\n"),
                        CsvScorer.Part.WHOLE,
                        out,
                        model,
                        DetailSource.NONE,
                        CsvScorer.OutputFormat.CSV,
                        at -> {}))
                .isInstanceOf(InvalidInputException.class);

        assertThat(out.size()).isZero();
    }

    @Test
    void writesTheDecimalCommaOfItsInput() {
        String csv = "variance;skewness;curtosis;entropy;note\n3,6216;8,6661;-2,8073;-0,44699;1.5\n;;;;\n";

        List<String> lines = scored(csv);

        assertThat(lines)
                .containsExactly(
                        "variance;skewness;curtosis;entropy;note;" + ANSWER.replace(',', ';'),
                        "3,6216;8,6661;-2,8073;-0,44699;1.5;"
                                + answer(GENUINE).replace(',', ';').replace('.', ','),
                        ";;;;;;;;\"variance: expected a number, got nothing;"
                                + " skewness: expected a number, got nothing;"
                                + " curtosis: expected a number, got nothing;"
                                + " entropy: expected a number, got nothing\"");
    }

    @Test
    void writesTheDecimalPointOfItsInputWhateverDividesItsCells() {
        String csv = (HEADER + "\n" + GENUINE + "\n").replace(',', '\t');

        assertThat(scored(csv).get(1)).isEqualTo((GENUINE + "," + answer(GENUINE)).replace(',', '\t'));
    }

    @Test
    void readsNoDecimalCommaInAFileDividedByCommas() {
        String csv = HEADER + "\n\"3,6216\",8.6661,-2.8073,-0.44699\n";

        assertThat(scored(csv).get(1))
                .isEqualTo("\"3,6216\",8.6661,-2.8073,-0.44699,,,,"
                        + "\"variance: expected a number, got \"\"3,6216\"\"\"");
    }

    @Test
    void answersWithJsonRowByRow() {
        String csv = HEADER + ",label\n" + GENUINE + ",7\nx,1,2,3,8\n";

        String json = score(csv, CsvScorer.OutputFormat.JSON);

        ByteArrayOutputStream alone = new ByteArrayOutputStream();
        JsonPredictions.write(alone, model, predict(GENUINE), PredictionDetails.NONE, true);
        assertThat(json)
                .isEqualTo("[" + alone.toString(StandardCharsets.UTF_8)
                        + ",{\"error\":\"variance: expected a number, got \\\"x\\\"\"}]");
    }

    @Test
    void answersManyChunksInOrderAndTellsHowFarItIs() {
        StringBuilder csv = new StringBuilder("id," + HEADER + "\n");
        for (int row = 0; row < 2_500; row++) {
            csv.append(row).append(',').append(cells(row)).append('\n');
        }
        String genuine = answer(GENUINE);
        String forged = answer(FORGED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<CsvScorer.Count> progress = new ArrayList<>();

        CsvScorer.Outcome outcome = CsvScorer.score(
                in(csv.toString()),
                CsvScorer.Part.WHOLE,
                out,
                model,
                DetailSource.NONE,
                CsvScorer.OutputFormat.CSV,
                progress::add);

        List<String> lines =
                out.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
        assertThat(lines).hasSize(2_500);
        for (int row = 0; row < 2_500; row++) {
            String answer = row % 1_000 == 999
                    ? ",,,\"variance: expected a number, got \"\"x\"\"\""
                    : row % 2 == 0 ? genuine : forged;
            assertThat(lines.get(row)).isEqualTo(row + "," + cells(row) + "," + answer);
        }
        assertThat(progress)
                .containsExactly(
                        new CsvScorer.Count(1_024, 1), new CsvScorer.Count(2_048, 2), new CsvScorer.Count(2_500, 2));
        assertThat(outcome.count()).isEqualTo(new CsvScorer.Count(2_500, 2));
    }

    @Test
    void leavesTheStreamsOpen() {
        boolean[] closed = new boolean[2];
        ByteArrayInputStream in = new ByteArrayInputStream((HEADER + "\n").getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[1] = true;
            }
        };

        CsvScorer.score(in, CsvScorer.Part.WHOLE, out, model, DetailSource.NONE, CsvScorer.OutputFormat.CSV, at -> {});

        assertThat(closed).containsExactly(false, false);
        assertThat(out.size()).isPositive();
    }

    @Test
    void writesATableThatWasNoCsvWithItsAnswers() {
        BitSet second = new BitSet();
        second.set(1);
        Schema schema = new Schema(List.of(
                Feature.of("d", DataType.NUMBER),
                Feature.of("l", DataType.INTEGER),
                Feature.of("b", DataType.BOOLEAN),
                Feature.of("s", DataType.STRING)));
        List<Column> columns = List.of(
                new Column.Doubles(new double[] {0.1, Double.NaN}, second),
                new Column.Longs(new long[] {Long.MAX_VALUE, 0}, second),
                new Column.Booleans(new boolean[] {true, false}, second),
                new Column.Strings(List.of("a,b", ""), second));
        Table table = new Table(schema, columns, 2);
        Prediction outputs = new Prediction.Outputs(List.of("x", "y"), columns.subList(0, 2), 2);
        Prediction value = new Prediction.Values(
                List.of(Value.of("price")), Matrix.of(new float[] {0.1f, Float.POSITIVE_INFINITY}, 1));
        Prediction values = new Prediction.Values(
                List.of(Value.of("low"), Value.of("high")), Matrix.of(new double[] {0.1, 1, Double.NaN, 2}, 2));
        Prediction scores = Prediction.Classes.of(List.of(new Label("no", ""), new Label("yes", "")), new int[] {1, 0})
                .withScores(Matrix.of(new float[] {-1, 2, 0.3f, 0.1f}, 2));

        String cells = "0.1,9223372036854775807,true,\"a,b\",";
        assertThat(written(table, outputs).lines())
                .containsExactly("d,l,b,s,x,y,error", cells + "0.1,9223372036854775807,", ",,,,,,");
        assertThat(written(table, value).lines())
                .containsExactly("d,l,b,s,value,error", cells + "0.1,", ",,,,,the model returned Infinity");
        assertThat(written(table, values).lines())
                .containsExactly(
                        "d,l,b,s,low,high,error",
                        cells + "0.1,1.0,",
                        ",,,,,2.0,\"the model returned NaN for \"\"low\"\"\"");
        assertThat(written(table, scores).lines())
                .containsExactly("d,l,b,s,label,score_no,score_yes,error", cells + "yes,-1.0,2.0,", ",,,,no,0.3,0.1,");
    }

    private static String cells(int row) {
        return row % 1_000 == 999 ? "x,1,2,3" : row % 2 == 0 ? GENUINE : FORGED;
    }

    private static ByteArrayInputStream in(String csv) {
        return new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
    }

    private static String score(String csv, CsvScorer.OutputFormat answers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvScorer.score(in(csv), CsvScorer.Part.WHOLE, out, model, DetailSource.NONE, answers, at -> {});
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> scored(String csv) {
        return score(csv, CsvScorer.OutputFormat.CSV).lines().toList();
    }

    private static List<String> headerProblems(String csv) {
        InvalidInputException exception =
                catchThrowableOfType(InvalidInputException.class, () -> score(csv, CsvScorer.OutputFormat.CSV));
        return exception.problems().stream()
                .map(problem -> problem.text(exception.unit()))
                .toList();
    }

    private static Prediction predict(String cells) {
        TableBuilder builder = new TableBuilder(model.schema());
        builder.startRow(0);
        String[] texts = cells.split(",", -1);
        for (int i = 0; i < texts.length; i++) {
            builder.text(i, texts[i]);
        }
        builder.endRow();
        return model.predict(builder.build());
    }

    /** What a row with these cells is answered with, written by the other way into CSV: a table with its prediction. */
    private static String answer(String cells) {
        TableBuilder builder = new TableBuilder(new Schema(List.of(Feature.of("id", DataType.NUMBER))));
        builder.startRow(0);
        builder.text(0, "1");
        builder.endRow();
        String line = written(builder.build(), predict(cells)).lines().toList().get(1);
        return line.substring(line.indexOf(',') + 1);
    }

    private static String written(Table table, Prediction prediction) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvScorer.write(out, table, prediction, PredictionDetails.NONE, DetailOptions.DEFAULT);
        return out.toString(StandardCharsets.UTF_8);
    }
}
