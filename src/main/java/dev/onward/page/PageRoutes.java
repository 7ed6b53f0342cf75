package dev.onward.page;

import dev.onward.http.ErrorFormat;
import dev.onward.http.Handler;
import dev.onward.http.Route;
import dev.onward.http.RouteGroup;
import dev.onward.http.StaticFiles;
import dev.onward.http.Templates;
import dev.onward.model.Model;
import dev.onward.openapi.ApiPart;
import dev.onward.page.form.FileHandlers;
import dev.onward.page.form.FormHandlers;
import dev.onward.page.form.FormPage;
import dev.onward.page.model.AboutHandlers;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.ModelLeases;
import dev.onward.serving.OptionalDetails;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings;
import java.io.IOException;
import java.util.List;

/** The routes of the pages and their static files. */
public final class PageRoutes {

    /** The first page takes 1 s of processor time, the second 0.1 s, and later ones less, since they are compiled. */
    private static final int WARM_UP_PAGES = 3;

    private PageRoutes() {}

    public static Slice slice(
            ModelRepository models,
            ModelLeases leases,
            Settings settings,
            ErrorFormat errors,
            Templates templates,
            StaticFiles files) {
        GalleryHandlers gallery = new GalleryHandlers(models, templates);
        FormPage page = new FormPage(models, templates, settings);
        FileHandlers file = new FileHandlers(page, templates, settings);
        FormHandlers form = new FormHandlers(page, file, settings);
        Handler about = leases.handler(new AboutHandlers(models, leases, templates, settings)::show);
        Handler show = leases.detailed(form::show);
        Handler predict = leases.detailed(form::predict);
        Handler template = leases.handler(file::csvTemplate);
        List<Route> routes = List.of(
                Route.get("/", start(models, gallery, show))
                        .predictsWith(FormHandlers.ANSWER)
                        .operation("start"),
                Route.post("/", predict).predicts().takesUploads().operation("start.answer"),
                Route.get("/template.csv", template).operation("template"),
                Route.get("/about", about).operation("about"),
                Route.get("/models", gallery::list).takesTrailingSlash().operation("models"),
                Route.get("/models/{model}", show)
                        .predictsWith(FormHandlers.ANSWER)
                        .operation("page"),
                Route.post("/models/{model}", predict).predicts().takesUploads().operation("form"),
                Route.get("/models/{model}/template.csv", template).operation("template"),
                Route.get("/models/{model}/about", about).operation("about"),
                Route.get("/models/{model}/versions/{version}", show)
                        .predictsWith(FormHandlers.ANSWER)
                        .operation("page"),
                Route.post("/models/{model}/versions/{version}", predict)
                        .predicts()
                        .takesUploads()
                        .operation("form"),
                Route.get("/models/{model}/versions/{version}/template.csv", template)
                        .operation("template"),
                Route.get("/models/{model}/versions/{version}/about", about).operation("about"),
                Route.get(FileHandlers.RUN, file::run),
                Route.post(LanguageHandler.PATH, LanguageHandler::choose),
                files.route());
        return new Slice(
                new RouteGroup("/", errors, routes),
                ApiPart.of(PageRoutes.class),
                leases.warmUp((model, details) -> warmUp(model, details, gallery, form)));
    }

    private static void warmUp(Model model, OptionalDetails details, GalleryHandlers gallery, FormHandlers form)
            throws IOException {
        for (int i = 0; i < WARM_UP_PAGES; i++) {
            gallery.warmUp();
            form.warmUp(model, details);
        }
    }

    /**
     * Handles the start page: the form of the default model, or the gallery if several models are served and none is
     * the default.
     */
    private static Handler start(ModelRepository models, GalleryHandlers gallery, Handler form) {
        return request -> {
            Catalogue catalogue = models.catalogue();
            boolean hasNoDefault = catalogue.notReadyReason().isEmpty()
                    && catalogue.defaultName().isEmpty();
            if (hasNoDefault) {
                gallery.show(request);
            } else {
                form.handle(request);
            }
        };
    }
}
