package dev.onward.page;

import dev.onward.model.Model;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** What the pages say of each model, worded when it is first asked for. Forgets a model that nobody else holds. */
final class Views {

    private final Map<Model, ModelView> views = Collections.synchronizedMap(new WeakHashMap<>());

    ModelView of(Model model) {
        return views.computeIfAbsent(model, ModelView::of);
    }
}
