package dev.onward.annotate;

import dev.onward.dataset.FileProblems;
import dev.onward.dataset.UserCard;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.Task;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports contradictions in the user's card that do not need an open model. */
final class CardModelCheck {

    private CardModelCheck() {}

    /** @param features those of the model without the user's card */
    static void check(UserCard card, List<FeatureCard> features, FileProblems problems) {
        checkTask(card, problems);
        checkFeatures(card, features, problems);
    }

    private static void checkTask(UserCard card, FileProblems problems) {
        Optional<Task> task = card.task();
        if (task.equals(Optional.of(Task.CLASSIFICATION))
                && !card.card().values().isEmpty()) {
            card.add(Problem.of("expected no \"values\" for a classification task; use \"labels\" instead"), problems);
        } else if (task.equals(Optional.of(Task.REGRESSION))
                && !card.card().labels().isEmpty()) {
            card.add(Problem.of("expected no \"labels\" for a regression task; use \"values\" instead"), problems);
        }
    }

    private static void checkFeatures(UserCard card, List<FeatureCard> features, FileProblems problems) {
        Map<Integer, FeatureCard> byPosition = new HashMap<>();
        for (FeatureCard feature : card.card().features()) {
            int position = FeatureMerge.position(features, feature);
            FeatureCard other = position < 0 ? null : byPosition.putIfAbsent(position, feature);
            if (other != null) {
                card.add(
                        Problem.of("features " + Text.quote(other.name()) + " and " + Text.quote(feature.name())
                                + " both refer to the column "
                                + Text.quote(features.get(position).column())),
                        problems);
            }
        }
    }
}
