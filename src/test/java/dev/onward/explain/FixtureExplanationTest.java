package dev.onward.explain;

import dev.onward.model.Model;
import dev.onward.table.Table;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixtureExplanationTest {

    static List<String> models() {
        return Fixture.tabular();
    }

    @ParameterizedTest
    @MethodSource("models")
    void lists(String name) {
        try (Model model = new Fixture(name).open()) {
            Table rows = new Fixture(name).rows(model);
            ExplainableModel explainable = ExplainableModel.of(model);
            Explainer explainer = Explainer.of(explainable, Background.of(rows));
            List<Explanation.Outcome> outcomes = explainer.explain(rows, Optional.empty());
            long ok = outcomes.stream().filter(o -> o.explanation().isPresent()).count();
            System.out.println("FX " + name + " " + model.schema().size() + " features " + explainable.inexactReason() + " " + ok + "/" + outcomes.size() + " "
                    + outcomes.stream().flatMap(o -> o.explanation().stream()).findFirst().map(e -> e.method() + " " + e.space() + " base " + e.base() + " value " + e.value() + " out " + e.output() + " " + e.samples())
                    + outcomes.stream().flatMap(o -> o.reason().stream()).findFirst());
        }
    }
}
