package dev.onward.page;

import dev.onward.http.ErrorFormat;
import dev.onward.http.Handler;
import dev.onward.http.Route;
import dev.onward.http.RouteGroup;
import dev.onward.http.StaticFiles;
import dev.onward.http.Templates;
import dev.onward.repository.Catalogue;
import dev.onward.openapi.ApiPart;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.ModelHandler;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings;
import java.util.List;

/** The pages and their files. */
public final class PageRoutes {

    private PageRoutes() {}

    public static Slice slice(
            ModelRepository models, Settings settings, ErrorFormat errors, Templates templates, StaticFiles files) {
        Views views = new Views();
        Gallery gallery = new Gallery(models, views, templates);
        FormPage form = new FormPage(models, views, templates, settings);
        Handler show = ModelHandler.leasing(models, form::show);
        Handler answer = ModelHandler.leasing(models, form::answer);
        List<Route> routes = List.of(
                Route.get("/", start(models, gallery, show)).operation("start"),
                Route.post("/", answer).predicts().operation("start.answer"),
                Route.get("/models", gallery::list).takesTrailingSlash().operation("models"),
                Route.get("/models/{model}", show).operation("page"),
                Route.post("/models/{model}", answer).predicts().operation("form"),
                Route.get("/models/{model}/versions/{version}", show).operation("page"),
                Route.post("/models/{model}/versions/{version}", answer)
                        .predicts()
                        .operation("form"),
                files.route());
        return new Slice(new RouteGroup("/", errors, routes), ApiPart.of(PageRoutes.class));
    }

    /** The form of the default model; the gallery where there are several models and no default. */
    private static Handler start(ModelRepository models, Gallery gallery, Handler form) {
        Handler all = gallery::show;
        return request -> {
            Catalogue catalogue = models.catalogue();
            boolean hasChoice =
                    catalogue.notReadyReason().isEmpty() && catalogue.defaultName().isEmpty();
            (hasChoice ? all : form).handle(request);
        };
    }
}
