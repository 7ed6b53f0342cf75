package dev.onward.page.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.http.Language;
import dev.onward.http.Messages;
import dev.onward.page.form.FieldControl.Input;
import dev.onward.page.form.FieldControl.Option;
import dev.onward.page.form.FieldControl.Select;
import dev.onward.page.form.ProblemView.FieldLink;
import dev.onward.page.text.Wording;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TrainingStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldViewTest {

    private static final Messages ENGLISH = Messages.in(Language.ENGLISH);

    @Test
    void offersTheCategoriesAfterNothing() {
        FieldControl control = control(categories(DataType.STRING, false, "basic", "plus"), "");

        assertThat(control.isSelect()).isTrue();
        assertThat(options(control))
                .containsExactly(
                        new Option("", "choose…", true),
                        new Option("basic", "basic", false),
                        new Option("plus", "plus", false));
    }

    @Test
    void offersToLeaveAnOptionalFeatureEmpty() {
        FieldView field = field(categories(DataType.STRING, true, "basic"), "");

        assertThat(field.feature().optional()).isTrue();
        assertThat(options(field.control()).get(0)).isEqualTo(new Option("", "(leave empty)", true));
    }

    @Test
    void keepsWhatIsNoChoice() {
        FieldControl control = control(categories(DataType.STRING, false, "basic", "plus"), " gold");

        assertThat(options(control))
                .endsWith(new Option("plus", "plus", false), new Option(" gold", "\"gold\" (unknown)", true))
                .satisfiesOnlyOnce(option -> assertThat(option.selected()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "STRING, ' Private', Private",
        "STRING, ' Private', ' Private'",
        "INTEGER, 2, 2.0",
        "NUMBER, 2.0, 2",
        "NUMBER, 2.0, 20e-1"
    })
    void selectsTheChoiceThatTheValueWillBeReadAs(DataType type, String category, String typed) {
        FieldControl control = control(categories(type, false, "1", category), typed);

        assertThat(options(control)).hasSize(3);
        assertThat(options(control).get(2)).isEqualTo(new Option(category, category, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", " True "})
    void offersYesAndNo(String typed) {
        FieldControl control = control(Feature.of("member", DataType.BOOLEAN), typed);

        assertThat(options(control))
                .containsExactly(
                        new Option("", "choose…", false),
                        new Option("true", "Yes", true),
                        new Option("false", "No", false));
    }

    @Test
    void showsTheRangeWithTheDecimalPlacesOfTheCard() {
        Feature area = Feature.builder("area", DataType.NUMBER)
                .observed(Optional.of(new TrainingStatistics(20.04, 159.97, 88.444, 30)))
                .digits(OptionalInt.of(1))
                .build();

        assertThat(field(area, "50").trainingRange().orElseThrow()).contains("20.0", "160.0", "88.4");
        assertThat(field(area, "159.98").rangeWarning().orElseThrow()).contains("159.97");
    }

    @Test
    void asksForAWholeNumberInWords() {
        FieldView field = field(Feature.of("rooms", DataType.INTEGER), "9007199254740993");

        assertThat(field.control()).isEqualTo(new Input(Optional.empty(), "9007199254740993"));
        assertThat(field.instruction()).contains("A whole number.");
    }

    @ParameterizedTest
    @CsvSource({"STRING, 0, ", "NUMBER, 0, decimal", "NUMBER, -0.1, ", "INTEGER, 0, numeric", "INTEGER, -1, "})
    void showsAKeyboardOfDigitsUnlessAMinusSignIsNeeded(DataType type, double minimum, String inputMode) {
        Feature feature = Feature.builder("x", type)
                .observed(Optional.of(new TrainingStatistics(minimum, 1, 0.5, 1)))
                .build();

        assertThat(control(feature, "")).isEqualTo(new Input(Optional.ofNullable(inputMode), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", " 1.5 ", "+1", "1e999", "1,5", "\u0661"})
    void keepsWhatWasTyped(String typed) {
        assertThat(control(Feature.of("x", DataType.NUMBER), typed)).isEqualTo(new Input(Optional.empty(), typed));
    }

    @ParameterizedTest
    @CsvSource({
        "'1,5', '; write a decimal point, and nothing between thousands'",
        "1 000, ; write 1000",
        "1\u202f000.5, ; write 1000.5",
        "1\u2019000, ; write 1000",
        "\u22123, ; write -3",
        "\uff11\uff12, ; write 12",
        "\u0661\u0662, ; write 12",
        "1e, ''",
        "1.5.2, ''",
        "abc, ''"
    })
    void saysHowToWriteANumber(String typed, String remedy) {
        Schema schema = new Schema(List.of(Feature.of("x", DataType.NUMBER)));

        List<FieldView> fields = FieldView.of(
                schema, Map.of("x", List.of(typed)), List.of(Problem.ofFeature("x", "expected a number")), ENGLISH);

        assertThat(fields.get(0).problem()).contains(new Wording("expected a number" + remedy, true));
    }

    @Test
    void saysWhatTheTrainingDataHeld() {
        Feature feature = Feature.builder("x", DataType.NUMBER)
                .observed(Optional.of(new TrainingStatistics(-1, 2.5, 0.123456, 1)))
                .build();

        FieldView field = field(feature, "3");

        assertThat(field.control()).isEqualTo(new Input(Optional.empty(), "3"));
        assertThat(field.trainingRange()).contains("Training data: -1 to 2.5, mean 0.1235");
        assertThat(field.rangeWarning()).contains("Outside the training data: -1 to 2.5");
    }

    @Test
    void countsTheProblemsThatAreNotListed() {
        Schema schema = new Schema(List.of(Feature.of("x", DataType.NUMBER)));
        List<Problem> problems = new ArrayList<>(List.of(Problem.ofFeature("x", "a"), Problem.of("b")));
        problems.addAll(Collections.nCopies(98, Problem.of("c")));

        List<ProblemView> listed = ProblemView.of(schema, new InvalidInputException(problems, 1_012), ENGLISH);

        assertThat(listed)
                .hasSize(11)
                .startsWith(
                        new ProblemView(Optional.of(new FieldLink("x", "#field-0")), new Wording("a", true)),
                        general("b"))
                .endsWith(general("c"), new ProblemView(Optional.empty(), new Wording("and 1,002 more", false)));
    }

    private static ProblemView general(String message) {
        return new ProblemView(Optional.empty(), new Wording(message, true));
    }

    private static List<Option> options(FieldControl control) {
        return ((Select) control).options();
    }

    private static Feature categories(DataType type, boolean optional, String... categories) {
        return Feature.builder("plan", type)
                .title("Plan")
                .categories(List.of(categories))
                .optional(optional)
                .build();
    }

    private static FieldControl control(Feature feature, String typed) {
        return field(feature, typed).control();
    }

    private static FieldView field(Feature feature, String typed) {
        return FieldView.of(new Schema(List.of(feature)), Map.of(feature.name(), List.of(typed)), List.of(), ENGLISH)
                .get(0);
    }
}
