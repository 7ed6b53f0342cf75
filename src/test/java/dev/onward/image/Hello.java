package dev.onward.image;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The least that answers with a model: what {@link ImageStartIT} compares Onward's start with. */
public final class Hello extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient @Nullable OrtSession session;

    @Override
    public void init() throws ServletException {
        try {
            session = environment().createSession(getServletContext().getRealPath("/WEB-INF/model.onnx"));
        } catch (OrtException e) {
            throw new ServletException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        OrtSession opened = session;
        if (opened == null) {
            throw new IllegalStateException("not initialised");
        }
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (String name : opened.getInputNames()) {
                inputs.put(name, OnnxTensor.createTensor(environment(), new float[][] {{1}}));
            }
            try (OrtSession.Result result = opened.run(inputs)) {
                response.getWriter().println("hello " + result.get(0).getInfo());
            }
        } catch (OrtException e) {
            throw new IOException(e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "hello");
    }
}
