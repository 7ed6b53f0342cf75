package dev.onward.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.page.Control.Choice;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Observed;
import dev.onward.table.Problem;
import dev.onward.table.Range;
import dev.onward.table.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTest {

    @Test
    void offersTheCategoriesAfterNothing() {
        Control control = control(categories(DataType.STRING, false, "basic", "plus"), "");

        assertThat(control.isSelect()).isTrue();
        assertThat(control.choices())
                .containsExactly(
                        new Choice("", "choose…", true),
                        new Choice("basic", "basic", false),
                        new Choice("plus", "plus", false));
    }

    @Test
    void saysOfAnOptionalFeatureThatItMayBeLeftEmpty() {
        Field field = field(categories(DataType.STRING, true, "basic"), "");

        assertThat(field.optional()).isTrue();
        assertThat(field.hint().expected()).isEqualTo("May be left empty.");
        assertThat(field.control().choices().get(0)).isEqualTo(new Choice("", "(leave empty)", true));
    }

    @Test
    void keepsWhatIsNoChoice() {
        Control control = control(categories(DataType.STRING, false, "basic", "plus"), " gold");

        assertThat(control.choices())
                .endsWith(new Choice("plus", "plus", false), new Choice(" gold", "\"gold\" (not known)", true))
                .satisfiesOnlyOnce(choice -> assertThat(choice.selected()).isTrue());
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
        Control control = control(categories(type, false, "1", category), typed);

        assertThat(control.choices()).hasSize(3);
        assertThat(control.choices().get(2)).isEqualTo(new Choice(category, category, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", " True "})
    void offersYesAndNo(String typed) {
        Control control = control(Feature.of("member", DataType.BOOLEAN), typed);

        assertThat(control.choices())
                .containsExactly(
                        new Choice("", "choose…", false),
                        new Choice("true", "Yes", true),
                        new Choice("false", "No", false));
    }

    @Test
    void takesWholeNumbersInStepsOfOne() {
        Field field = field(Feature.of("rooms", DataType.INTEGER), "9007199254740993");

        assertThat(field.control()).isEqualTo(new Control("number", "9007199254740993", "", "", "1", List.of()));
        assertThat(field.hint().expected()).isEqualTo("A whole number.");
    }

    @Test
    void takesTextAsItIs() {
        assertThat(control(Feature.of("city", DataType.STRING), " 12 "))
                .isEqualTo(new Control("text", " 12 ", "", "", "", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, number, 1.5",
        "' 1.5 ', number, 1.5",
        "-.5e-3, number, -.5e-3",
        "+1, text, +1",
        "1., text, 1.",
        "1e999, text, 1e999",
        "'1,5', text, '1,5'"
    })
    void usesNoNumberFieldForWhatABrowserWouldDropFromIt(String typed, String type, String value) {
        Control control = control(Feature.of("x", DataType.NUMBER), typed);

        assertThat(control.type()).isEqualTo(type);
        assertThat(control.value()).isEqualTo(value);
        assertThat(control.step()).isEqualTo("any");
    }

    @Test
    void saysWhatTheTrainingDataHeld() {
        Feature feature = Feature.of("x", DataType.NUMBER).withObserved(new Observed(-1, 2.5, 0.123456, 1), 0.1);

        Field field = field(feature, "3");

        assertThat(field.control()).isEqualTo(new Control("number", "3", "-1", "2.5", "0.1", List.of()));
        assertThat(field.hint().training()).isEqualTo("Training data: -1 to 2.5, mean 0.1235");
        assertThat(field.hint().outside()).isEqualTo("outside the training data, which goes from -1 to 2.5");
    }

    @Test
    void countsTheProblemsThatAreNotListed() {
        Schema schema = new Schema(List.of(Feature.of("x", DataType.NUMBER)));
        List<Problem> problems = new ArrayList<>(List.of(Problem.of(0, "x", "a"), Problem.of("b")));
        problems.addAll(Collections.nCopies(98, Problem.of("c")));

        List<Notice> notices = Notice.of(schema, new InvalidInputException(problems, 1_012));

        assertThat(notices)
                .hasSize(11)
                .startsWith(new Notice("#field-0", "x", "a"), new Notice("", "", "b"))
                .endsWith(new Notice("", "", "c"), new Notice("", "", "and 1,002 more"));
    }

    private static Feature categories(DataType type, boolean optional, String... categories) {
        return new Feature(
                "plan",
                type,
                "Plan",
                "",
                "",
                Optional.empty(),
                OptionalDouble.empty(),
                List.of(categories),
                optional,
                Range.FINITE);
    }

    private static Control control(Feature feature, String typed) {
        return field(feature, typed).control();
    }

    private static Field field(Feature feature, String typed) {
        return Field.of(new Schema(List.of(feature)), Map.of(feature.name(), List.of(typed)), List.of())
                .get(0);
    }
}
