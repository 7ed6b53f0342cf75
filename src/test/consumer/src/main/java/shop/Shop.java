package shop;

import dev.onward.Answer;
import dev.onward.Asker;
import dev.onward.Onward;
import dev.onward.OnwardException;
import java.nio.file.Path;
import java.util.Map;

/** Checks two banknotes. */
public final class Shop {

    record Note(double variance, double skewness, double curtosis, double entropy) {}

    record Misfit(double variance, double skewnes, double curtosis, double entropy) {}

    private Shop() {}

    public static void main(String[] arguments) {
        try (Onward notes = Onward.open(Path.of(arguments[0]))) {
            Answer genuine =
                    notes.ask(Map.of("variance", 3.6216, "skewness", 8.6661, "curtosis", -2.8073, "entropy", -0.44699));
            System.out.println(genuine.label() + " " + (float) genuine.probability("0"));
            Asker<Note> asker = notes.asker(Note.class);
            Answer forged = asker.ask(new Note(-1.3971, 3.3191, -1.3927, -1.9948));
            System.out.println(forged.label() + " "
                    + forged.explain().contributions().get(0).feature());
            try {
                notes.asker(Misfit.class);
            } catch (OnwardException e) {
                e.problems().forEach(System.out::println);
            }
        }
    }
}
