/**
 * The JSON of MLflow's model servers (<a
 * href="https://mlflow.org/docs/latest/deployment/deploy-model-locally/">{@code POST /invocations}</a>), with KServe's
 * first protocol as a dialect of it: requests to tables, predictions to responses. May depend on {@code table}, {@code
 * model} and {@code json}.
 */
@NullMarked
package dev.onward.protocol.mlflow;

import org.jspecify.annotations.NullMarked;
