package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.repository.Lease;
import dev.onward.repository.ModelRepository;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What is done with the model that a request's path is about. It stays open until the answer is written. */
interface OnModel {

    void handle(Model model, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException;

    /** The action that leases the model from the repository. */
    static Endpoint.Action leasing(ModelRepository models, OnModel action) {
        return (request, response) -> {
            try (Lease lease = ModelPath.of(request).lease(models)) {
                action.handle(lease.model(), request, response);
            }
        };
    }
}
