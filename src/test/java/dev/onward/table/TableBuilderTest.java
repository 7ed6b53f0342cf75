package dev.onward.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableBuilderTest {

    private static final Feature NUMBER = Feature.of("number", DataType.NUMBER);
    private static final Feature INTEGER = Feature.of("integer", DataType.INTEGER);
    private static final Feature BOOLEAN = Feature.of("boolean", DataType.BOOLEAN);
    private static final Feature STRING = Feature.of("string", DataType.STRING);
    private static final Feature COLOUR = with(STRING, List.of("red", "green", "blue"), false);

    @Test
    void holdsOneValueOfEachTypeInEachColumn() {
        TableBuilder builder = builder(NUMBER, INTEGER, BOOLEAN, STRING);

        builder.startRow(1);
        builder.number(0, "3.5");
        builder.number(1, "7");
        builder.bool(2, true);
        builder.string(3, " text ");
        boolean added = builder.endRow();
        Table table = builder.build();

        assertThat(added).isTrue();
        assertThat(table.rows()).isEqualTo(1);
        assertThat(doubles(table, 0).number(0)).isEqualTo(3.5);
        assertThat(longs(table, 1).integer(0)).isEqualTo(7);
        assertThat(booleans(table, 2).integer(0)).isOne();
        assertThat(strings(table, 3).string(0)).isEqualTo(" text ");
    }

    @Test
    void parsesTextByTheTypeOfTheFeature() {
        TableBuilder builder = builder(NUMBER, INTEGER, BOOLEAN, STRING);

        builder.startRow(1);
        builder.text(0, " 3.5 ");
        builder.text(1, "7");
        builder.text(2, "TRUE");
        builder.text(3, "3.5");
        builder.endRow();
        Table table = builder.build();

        assertThat(doubles(table, 0).number(0)).isEqualTo(3.5);
        assertThat(longs(table, 1).integer(0)).isEqualTo(7);
        assertThat(booleans(table, 2).integer(0)).isOne();
        assertThat(strings(table, 3).string(0)).isEqualTo("3.5");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsBytesAsItReadsText(boolean decimalComma) {
        Feature limited =
                INTEGER.toBuilder().accepts(new Range(0, 100)).optional(true).build();
        Feature level = with(NUMBER, List.of("1", "2.5"), false);
        Feature[] features = {NUMBER, INTEGER, BOOLEAN, STRING, COLOUR, limited, level};
        String[] cells = {
            "1",
            "-0",
            "-1.0",
            "1.5",
            "1,5",
            "1e3",
            "99",
            "100",
            "101",
            "9007199254740993",
            "",
            " ",
            " 7 ",
            "red",
            "tRue",
            "nan",
            "2.5",
            "123456789012345",
            "999999999999999.5",
            "0.3",
            "5.",
            "5,"
        };
        for (String cell : cells) {
            for (int position = 0; position < features.length; position++) {
                assertThat(read(features, decimalComma, cell, position, true))
                        .isEqualTo(read(features, decimalComma, cell, position, false));
            }
        }
    }

    /** The value of a cell, or its problems. */
    private static String read(Feature[] features, boolean decimalComma, String cell, int position, boolean isBytes) {
        TableBuilder builder = new TableBuilder(new Schema(List.of(features[position])));
        if (decimalComma) {
            builder.decimalComma();
        }
        for (int i = 0; i < 2; i++) {
            builder.startRow(1);
            if (isBytes) {
                byte[] ascii = ("1" + cell + "1").getBytes(StandardCharsets.US_ASCII);
                builder.text(0, ascii, 1, ascii.length - 1);
            } else {
                builder.text(0, cell);
            }
            if (i == 0) {
                builder.endRow();
            } else {
                builder.text(0, "1");
                builder.endRow();
            }
        }
        List<Problem> problems = builder.takeProblems();
        Table table = builder.build();
        return problems.stream().map(problem -> problem.text("row")).toList() + " "
                + IntStream.range(0, table.rows())
                        .mapToObj(row -> table.column(0).value(row))
                        .toList();
    }

    @Test
    void isEmptyWithoutRows() {
        Table table = builder(NUMBER, INTEGER, BOOLEAN, STRING).build();

        assertThat(table.rows()).isZero();
        assertThat(table.column(0).size()).isZero();
        assertThat(table.column(3).size()).isZero();
    }

    @Test
    void namesEveryMissingFeature() {
        List<String> problems = problems(row(builder(NUMBER, INTEGER, BOOLEAN, STRING), 1, builder -> {}));

        assertThat(problems)
                .containsExactly(
                        "row 1, number: expected a number, got nothing",
                        "row 1, integer: expected a whole number, got nothing",
                        "row 1, boolean: expected true or false, got nothing",
                        "row 1, string: expected text, got nothing");
    }

    @Test
    void namesNoRowIfThereIsOnlyOne() {
        List<String> problems = problems(row(builder(NUMBER), 0, builder -> {}));

        assertThat(problems).containsExactly("number: expected a number, got nothing");
    }

    @Test
    void refusesAValueThatIsGivenTwice() {
        List<String> problems = problems(row(builder(NUMBER, STRING), 2, builder -> {
            builder.number(0, "1");
            builder.number(0, "2");
            builder.string(1, "a");
            builder.missing(1, "null");
        }));

        assertThat(problems).containsExactly("row 2, number: given twice", "row 2, string: given twice");
    }

    @Test
    void rejectsNullForARequiredFeature() {
        List<String> problems = problems(row(builder(NUMBER), 1, builder -> builder.missing(0, "null")));

        assertThat(problems).containsExactly("row 1, number: expected a number, got null");
    }

    @Test
    void convertsNeitherStringsToNumbersNorNumbersToText() {
        List<String> problems = problems(row(builder(NUMBER, INTEGER, BOOLEAN, STRING), 1, builder -> {
            builder.string(0, "3.5");
            builder.string(1, "7");
            builder.string(2, "true");
            builder.number(3, "3.50");
        }));

        assertThat(problems)
                .containsExactly(
                        "row 1, number: expected a number, got the string \"3.5\"",
                        "row 1, integer: expected a whole number, got the string \"7\"",
                        "row 1, boolean: expected true or false, got the string \"true\"",
                        "row 1, string: expected text, got the number 3.50");
    }

    @Test
    void acceptsBooleansForBooleanFeaturesOnly() {
        List<String> problems = problems(row(builder(NUMBER, INTEGER, BOOLEAN, STRING), 1, builder -> {
            builder.bool(0, true);
            builder.bool(1, false);
            builder.number(2, "1");
            builder.bool(3, true);
        }));

        assertThat(problems)
                .containsExactly(
                        "row 1, number: expected a number, got true",
                        "row 1, integer: expected a whole number, got false",
                        "row 1, boolean: expected true or false, got the number 1",
                        "row 1, string: expected text, got true");
    }

    @Test
    void rejectsObjectsAndArrays() {
        List<String> problems = problems(row(builder(NUMBER), 1, builder -> builder.unreadable(0, "an object")));

        assertThat(problems).containsExactly("row 1, number: expected a number, got an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999"})
    void refusesNumbersThatOverflow(String literal) {
        List<String> problems = problems(row(builder(NUMBER), 1, builder -> builder.number(0, literal)));

        assertThat(problems)
                .containsExactly("row 1, number: expected a number from -1.7976931348623157E308 to"
                        + " 1.7976931348623157E308, got " + literal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e39", "-1e39", "3.4028236e38"})
    void rejectsNumbersThatAFloatCannotHold(String literal) {
        TableBuilder builder = builder(NUMBER.toBuilder().accepts(Range.FLOAT).build());

        List<String> problems = problems(row(builder, 1, b -> b.number(0, literal)));

        assertThat(problems)
                .containsExactly(
                        "row 1, number: expected a number from -3.4028235E38 to" + " 3.4028235E38, got " + literal);
    }

    @Test
    void acceptsTheLargestNumberThatAFloatCanHold() {
        TableBuilder builder = builder(NUMBER.toBuilder().accepts(Range.FLOAT).build());

        Table table = row(builder, 1, b -> b.number(0, "3.4028234663852886e38")).build();

        assertThat(doubles(table, 0).number(0)).isEqualTo(Float.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1.0, 1",
        "1e3, 1000",
        "9007199254740993, 9007199254740993",
        "-9223372036854775808, -9223372036854775808"
    })
    void acceptsIntegersInAnyNotation(String text, long number) {
        Table asNumber =
                row(builder(INTEGER), 1, builder -> builder.number(0, text)).build();
        Table asText =
                row(builder(INTEGER), 1, builder -> builder.text(0, text)).build();

        assertThat(longs(asNumber, 0).integer(0)).isEqualTo(number);
        assertThat(longs(asText, 0).integer(0)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "9223372036854775808", "1e999", "abc"})
    void rejectsNumbersThatAreNotIntegers(String text) {
        List<String> problems = problems(row(builder(INTEGER), 1, builder -> builder.text(0, text)));

        assertThat(problems).containsExactly("row 1, integer: expected a whole number, got \"" + text + "\"");
    }

    @Test
    void rejectsIntegersOutsideTheRangeOfTheModel() {
        TableBuilder builder =
                builder(INTEGER.toBuilder().accepts(new Range(-128, 127)).build());

        List<String> problems = problems(row(builder, 1, b -> b.number(0, "128")));

        assertThat(problems).containsExactly("row 1, integer: expected a whole number from -128 to 127, got 128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void readsBlankTextAsMissing(String blank) {
        List<String> problems = problems(row(builder(NUMBER, INTEGER, BOOLEAN, STRING), 1, builder -> {
            builder.text(0, blank);
            builder.text(1, blank);
            builder.text(2, blank);
            builder.text(3, blank);
        }));

        assertThat(problems)
                .containsExactly(
                        "row 1, number: expected a number, got nothing",
                        "row 1, integer: expected a whole number, got nothing",
                        "row 1, boolean: expected true or false, got nothing",
                        "row 1, string: expected text, got nothing");
    }

    @Test
    void rejectsTextThatIsNotOfTheType() {
        List<String> problems = problems(row(builder(NUMBER, BOOLEAN), 1, builder -> {
            builder.text(0, "NaN");
            builder.text(1, "yes");
        }));

        assertThat(problems)
                .containsExactly(
                        "row 1, number: expected a number, got \"NaN\"",
                        "row 1, boolean: expected true or false, got \"yes\"");
    }

    @Test
    void readsADecimalCommaOnlyIfAllowed() {
        TableBuilder comma = builder(NUMBER, INTEGER).decimalComma();

        Table table = row(comma, 1, builder -> {
                    builder.text(0, "-3,6216");
                    builder.text(1, "2,0");
                })
                .build();
        List<String> problems = problems(row(builder(NUMBER), 1, builder -> builder.text(0, "-3,6216")));

        assertThat(doubles(table, 0).number(0)).isEqualTo(-3.6216);
        assertThat(longs(table, 1).integer(0)).isEqualTo(2);
        assertThat(problems).containsExactly("row 1, number: expected a number, got \"-3,6216\"");
    }

    @Test
    void readsADecimalPointToo() {
        Table table = row(builder(NUMBER).decimalComma(), 1, builder -> builder.text(0, "-3.6216"))
                .build();

        assertThat(doubles(table, 0).number(0)).isEqualTo(-3.6216);
    }

    @Test
    void quotesNumbersAsWritten() {
        Feature share = Feature.builder("share", DataType.NUMBER)
                .accepts(new Range(0, 1))
                .build();
        TableBuilder builder = builder(NUMBER, INTEGER, share).decimalComma();

        List<String> problems = problems(row(builder, 1, b -> {
            b.text(0, "1.234,5");
            b.text(1, "1,5");
            b.text(2, "2,5");
        }));

        assertThat(problems)
                .containsExactly(
                        "row 1, number: expected a number, got \"1.234,5\"",
                        "row 1, integer: expected a whole number, got \"1,5\"",
                        "row 1, share: expected a number from 0.0 to 1.0, got 2,5");
    }

    @Test
    void acceptsOnlyTheCategoriesOfAFeature() {
        TableBuilder builder = builder(COLOUR);

        row(builder, 1, b -> b.string(0, "green"));
        row(builder, 2, b -> b.string(0, "gren"));
        row(builder, 3, b -> b.text(0, "RED"));
        row(builder, 4, b -> b.string(0, "violet"));

        assertThat(problems(builder))
                .containsExactly(
                        "row 2, string: expected one of \"red\", \"green\", \"blue\", got \"gren\","
                                + " did you mean \"green\"?",
                        "row 3, string: expected one of \"red\", \"green\", \"blue\", got \"RED\","
                                + " did you mean \"red\"?",
                        "row 4, string: expected one of \"red\", \"green\", \"blue\", got \"violet\"");
    }

    @Test
    void listsTheFirstTenOfManyCategories() {
        List<String> many = IntStream.rangeClosed(1, 200).mapToObj(i -> "c" + i).toList();

        List<String> problems = problems(row(builder(with(STRING, many, false)), 1, b -> b.text(0, "other")));

        assertThat(problems)
                .containsExactly(
                        "row 1, string: expected one of \"c1\", \"c2\", \"c3\", \"c4\", \"c5\", \"c6\", \"c7\","
                                + " \"c8\", \"c9\", \"c10\", … (200 in all), got \"other\"");
    }

    @Test
    void cutsLongValues() {
        String digits = "1".repeat(400);

        List<String> problems = problems(row(builder(NUMBER, STRING), 1, builder -> {
            builder.number(0, digits);
            builder.number(1, digits);
        }));

        assertThat(problems)
                .containsExactly(
                        "row 1, number: expected a number from -1.7976931348623157E308 to 1.7976931348623157E308, got "
                                + "1".repeat(40) + "…",
                        "row 1, string: expected text, got the number " + "1".repeat(40) + "…");
    }

    @Test
    void suggestsAKnownNameForAnUnknownOne() {
        List<String> problems = problems(row(builder(NUMBER), 1, builder -> {
            builder.number(0, "1");
            builder.unknown("numbr");
            builder.unknown("age");
        }));

        assertThat(problems)
                .containsExactly(
                        "row 1: unknown feature \"numbr\", did you mean \"number\"?", "row 1: unknown feature \"age\"");
    }

    @Test
    void reportsOneProblemIfNoNameOfARowIsKnown() {
        TableBuilder builder = builder(NUMBER, INTEGER, STRING);
        row(builder, 1, b -> b.unknown("X"));
        row(builder, 2, b -> {
            b.unknown("numbr");
            b.unknown("age");
            b.unknown("X");
        });
        row(builder, 3, b -> b.unknown("X"));
        row(builder, 4, b -> {
            b.unknown("X");
            b.number(0, "1");
        });

        assertThat(problems(builder))
                .containsExactly(
                        "row 1: expected the features \"number\", \"integer\", \"string\", got none of them, only \"X\""
                                + "; send each value under the name of its feature",
                        "row 2: expected the features \"number\", \"integer\", \"string\", got none of them, only"
                                + " \"numbr\" and 2 more, did you mean \"number\"?",
                        "row 3: expected the features \"number\", \"integer\", \"string\", got none of them, only \"X\""
                                + "; send each value under the name of its feature",
                        "row 4: unknown feature \"X\"",
                        "row 4, integer: expected a whole number, got nothing",
                        "row 4, string: expected text, got nothing");
        assertThat(problems(row(builder(NUMBER), 1, b -> b.unknown("X"))))
                .containsExactly(
                        "row 1: expected the feature \"number\", got only \"X\"; send each value under the name"
                                + " of its feature");
    }

    @Test
    void countsRowsWithoutAKnownName() {
        TableBuilder builder = builder(NUMBER, INTEGER);
        for (int row = 1; row <= 250; row++) {
            row(builder, row, b -> b.unknown("X"));
        }

        InvalidInputException exception = catchThrowableOfType(InvalidInputException.class, builder::build);

        assertThat(exception.total()).isEqualTo(250);
        assertThat(exception.problems()).hasSize(100).allMatch(problem -> problem.message()
                .startsWith("expected the features"));
    }

    @Test
    void reportsAProblemWithTheWholeRow() {
        List<String> problems = problems(row(builder(NUMBER), 4, builder -> {
            builder.number(0, "1");
            builder.problem("expected an object, got null");
        }));

        assertThat(problems).containsExactly("row 4: expected an object, got null");
    }

    @Test
    void listsAHundredProblemsAndCountsThemAll() {
        TableBuilder builder = builder(NUMBER);
        for (int row = 1; row <= 250; row++) {
            row(builder, row, b -> b.text(0, "x"));
        }

        InvalidInputException exception = catchThrowableOfType(InvalidInputException.class, builder::build);

        assertThat(exception).hasMessage("row 1, number: expected a number, got \"x\" (and 249 more)");
        assertThat(exception.total()).isEqualTo(250);
        assertThat(exception.problems()).hasSize(100);
        assertThat(exception.problems().get(99).text("row")).isEqualTo("row 100, number: expected a number, got \"x\"");
    }

    @Test
    void leavesInvalidRowsOutOfEveryColumn() {
        TableBuilder builder = builder(
                with(NUMBER, List.of(), true),
                with(INTEGER, List.of(), true),
                with(BOOLEAN, List.of(), true),
                with(STRING, List.of(), true));
        // A problem in each column, so that the values before and after it have to be removed.
        fourTexts(builder, "1", "10", "true", "a");
        fourTexts(builder, "x", "20", "true", "b");
        fourTexts(builder, "", "", "", "");
        fourTexts(builder, "3", "x", "true", "c");
        fourTexts(builder, "", "", "x", "");
        row(builder, 1, b -> {
            b.text(0, "4");
            b.text(1, "40");
            b.text(2, "true");
            b.text(3, "d");
            b.unknown("other");
        });
        fourTexts(builder, "5", "50", "false", "e");

        List<Problem> problems = builder.takeProblems();
        Table table = builder.build();

        assertThat(problems).hasSize(4);
        assertThat(table.rows()).isEqualTo(3);
        assertThat(doubles(table, 0).number(0)).isEqualTo(1);
        assertThat(doubles(table, 0).number(1)).isNaN();
        assertThat(doubles(table, 0).number(2)).isEqualTo(5);
        assertThat(longs(table, 1).integer(0)).isEqualTo(10);
        assertThat(longs(table, 1).integer(1)).isZero();
        assertThat(longs(table, 1).integer(2)).isEqualTo(50);
        assertThat(booleans(table, 2).integer(0)).isOne();
        assertThat(booleans(table, 2).integer(1)).isZero();
        assertThat(booleans(table, 2).integer(2)).isZero();
        assertThat(strings(table, 3).string(0)).isEqualTo("a");
        assertThat(strings(table, 3).string(1)).isEmpty();
        assertThat(strings(table, 3).string(2)).isEqualTo("e");
        for (int column = 0; column < 4; column++) {
            assertThat(table.column(column).isMissing(0)).isFalse();
            assertThat(table.column(column).isMissing(1)).isTrue();
            assertThat(table.column(column).isMissing(2)).isFalse();
        }
    }

    @Test
    void acceptsEveryNotationOfAMissingValue() {
        TableBuilder builder = builder(with(NUMBER, List.of(), true));

        row(builder, 1, b -> {});
        row(builder, 2, b -> b.text(0, ""));
        row(builder, 3, b -> b.missing(0, "null"));
        Table table = builder.build();

        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.column(0).isMissing(0)).isTrue();
        assertThat(table.column(0).isMissing(1)).isTrue();
        assertThat(table.column(0).isMissing(2)).isTrue();
    }

    @Test
    void replacesTheProblemsOfARefusedRow() {
        TableBuilder builder = builder(NUMBER, INTEGER);
        builder.startRow(1);
        builder.text(0, "1");
        builder.text(1, "x");
        builder.endRow();
        builder.startRow(2);
        builder.text(0, "2");
        builder.text(1, "y");
        builder.refuseRow("too short");
        builder.startRow(3);
        builder.text(0, "3");
        builder.text(1, "30");
        builder.endRow();

        List<Problem> problems = builder.takeProblems();
        Table table = builder.build();

        assertThat(problems.stream().map(problem -> problem.text("row")))
                .containsExactly("row 1, integer: expected a whole number, got \"x\"", "row 2: too short");
        assertThat(table.rows()).isEqualTo(1);
        assertThat(doubles(table, 0).number(0)).isEqualTo(3);
        assertThat(longs(table, 1).integer(0)).isEqualTo(30);
    }

    @Test
    void countsRefusedRowsBeyondThoseThatAreListed() {
        TableBuilder builder = builder(NUMBER);
        for (int row = 1; row <= 150; row++) {
            builder.startRow(row);
            builder.text(0, "x");
            builder.refuseRow("too short");
        }

        InvalidInputException exception =
                catchThrowableOfType(InvalidInputException.class, () -> builder.build("line"));

        assertThat(exception).hasMessage("line 1: too short (and 149 more)");
        assertThat(exception.unit()).isEqualTo("line");
        assertThat(exception.problems()).hasSize(100);
        assertThat(exception.problems().get(99).text("line")).isEqualTo("line 100: too short");
    }

    @Test
    void forgetsProblemsThatWereTaken() {
        TableBuilder builder = builder(NUMBER);

        boolean bad = endOfRow(builder, "x");
        List<Problem> taken = builder.takeProblems();
        boolean good = endOfRow(builder, "1");
        boolean badAgain = endOfRow(builder, "y");
        List<Problem> takenAgain = builder.takeProblems();
        Table table = builder.build();

        assertThat(bad).isFalse();
        assertThat(taken).containsExactly(notANumber("x"));
        assertThat(good).isTrue();
        assertThat(badAgain).isFalse();
        assertThat(takenAgain).containsExactly(notANumber("y"));
        assertThat(doubles(table, 0).number(0)).isEqualTo(1);
        assertThat(table.rows()).isEqualTo(1);
    }

    private static Problem notANumber(String found) {
        Sentence english = Sentence.of("expected a number, got {0}", '"' + found + '"');
        return Problem.ofFeature("number", english).withRow(1);
    }

    @Test
    void countsTheAbsentValuesOfRowsThatAreKept() {
        Feature other = Feature.builder("other", DataType.NUMBER).optional(true).build();
        List<Long> counts = new ArrayList<>();
        TableBuilder builder =
                new TableBuilder(new Schema(List.of(NUMBER, with(STRING, List.of(), true), other)), counts::add);

        row(builder, 1, cells -> cells.number(0, "1"));
        row(builder, 2, cells -> {
            cells.number(0, "1");
            cells.string(1, "a");
            cells.number(2, "2");
        });
        row(builder, 3, cells -> cells.string(1, "a"));
        row(builder, 4, cells -> {
            cells.number(0, "1");
            cells.missing(1, "null");
        });

        assertThat(counts).containsExactly(2L, 3L);
    }

    @Test
    void holdsManyRows() {
        TableBuilder builder = builder(NUMBER, INTEGER, BOOLEAN, STRING);
        for (int row = 0; row < 5_000; row++) {
            fourTexts(builder, row + ".5", Integer.toString(row), Boolean.toString(row % 3 == 0), "s" + row);
        }

        Table table = builder.build();

        assertThat(table.rows()).isEqualTo(5_000);
        assertThat(doubles(table, 0).number(4_999)).isEqualTo(4_999.5);
        assertThat(longs(table, 1).integer(4_999)).isEqualTo(4_999);
        assertThat(booleans(table, 2).integer(4_998)).isOne();
        assertThat(booleans(table, 2).integer(4_999)).isZero();
        assertThat(strings(table, 3).string(4_999)).isEqualTo("s4999");
    }

    private static TableBuilder builder(Feature... features) {
        return new TableBuilder(new Schema(List.of(features)));
    }

    private static TableBuilder row(TableBuilder builder, long number, Consumer<TableBuilder> cells) {
        builder.startRow(number);
        cells.accept(builder);
        builder.endRow();
        return builder;
    }

    private static boolean endOfRow(TableBuilder builder, String cell) {
        builder.startRow(1);
        builder.text(0, cell);
        return builder.endRow();
    }

    private static void fourTexts(TableBuilder builder, String... cells) {
        row(builder, 1, b -> {
            for (int i = 0; i < cells.length; i++) {
                b.text(i, cells[i]);
            }
        });
    }

    private static List<String> problems(TableBuilder builder) {
        return catchThrowableOfType(InvalidInputException.class, builder::build).problems().stream()
                .map(problem -> problem.text("row"))
                .toList();
    }

    private static Feature with(Feature feature, List<String> categories, boolean optional) {
        return Feature.builder(feature.name(), feature.type())
                .categories(categories)
                .optional(optional)
                .build();
    }

    private static Column doubles(Table table, int position) {
        return column(table, position, Column.Doubles.class);
    }

    private static Column longs(Table table, int position) {
        return column(table, position, Column.Longs.class);
    }

    private static Column booleans(Table table, int position) {
        return column(table, position, Column.Booleans.class);
    }

    private static Column strings(Table table, int position) {
        return column(table, position, Column.Strings.class);
    }

    private static Column column(Table table, int position, Class<? extends Column> kind) {
        assertThat(table.column(position)).isInstanceOf(kind);
        return table.column(position);
    }
}
