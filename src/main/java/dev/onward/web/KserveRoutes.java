package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.repository.ModelRepository;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything from {@code /v1} on, as KServe's first protocol has it: the list of models, readiness, predictions. */
final class KserveRoutes extends HttpServlet {

    static final String ROOT = "/v1";

    private static final String LIST = "/models";
    private static final String MODEL = LIST + "/";
    private static final String PREDICT = "predict";

    private final transient Endpoint list;
    private final transient Endpoint ready;
    private final transient Endpoint predict;

    KserveRoutes(ModelRepository models, Endpoint.Action predict) {
        this.list = new Endpoint(ROOT + LIST, Map.of("GET", (request, response) -> list(models, response)));
        this.ready = new Endpoint(ROOT + LIST + "/{model}", Map.of("GET", onModel(models, KserveRoutes::ready)));
        this.predict = new Endpoint(ROOT + LIST + "/{model}:predict", Map.of("POST", predict));
    }

    /** The action on the model that a path names. */
    static Endpoint.Action onModel(ModelRepository models, OnModel action) {
        return OnModel.leasing(
                request -> models.lease(Optional.of(Target.of(request).name()), Optional.empty()), action);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        endpoint(request).service(request, response);
    }

    private Endpoint endpoint(HttpServletRequest request) {
        if (LIST.equals(request.getPathInfo())) {
            return list;
        }
        return Target.of(request).predicts() ? predict : ready;
    }

    /**
     * What a path below {@code /v1} is about: {@code /models/{name}} or {@code /models/{name}:predict}.
     *
     * @param predicts whether it is the latter
     */
    private record Target(String name, boolean predicts) {

        /** @throws HttpException 404 if it is a path of another form */
        static Target of(HttpServletRequest request) {
            String path = request.getPathInfo() == null ? "" : request.getPathInfo();
            String model = path.startsWith(MODEL) ? path.substring(MODEL.length()) : "";
            boolean predicts = model.endsWith(":" + PREDICT);
            String name = predicts ? model.substring(0, model.length() - PREDICT.length() - 1) : model;
            // A colon may belong to the name, which can be read; what else is there to be done ends with it.
            boolean isOtherVerb =
                    !predicts && name.indexOf(':') >= 0 && request.getMethod().equals("POST");
            if (name.isEmpty() || name.indexOf('/') >= 0 || isOtherVerb) {
                throw new HttpException(404, "there is nothing at " + request.getRequestURI());
            }
            return new Target(name, predicts);
        }
    }

    private static void list(ModelRepository models, HttpServletResponse response) throws IOException {
        List<String> names = models.catalogue().names();
        Answers.sendObject(response, MediaTypes.JSON, json -> {
            json.writeArrayPropertyStart("models");
            names.forEach(json::writeString);
            json.writeEndArray();
        });
    }

    /** A model that is there is ready: it was verified before. */
    private static void ready(Model model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Answers.sendObject(response, MediaTypes.JSON, json -> {
            json.writeStringProperty("name", model.name());
            json.writeBooleanProperty("ready", true);
        });
    }
}
