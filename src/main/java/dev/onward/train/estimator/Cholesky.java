package dev.onward.train.estimator;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.ejml.dense.row.linsol.chol.LinearSolverChol_DDRM;

/** Solves systems of linear equations with a symmetric positive definite matrix. */
final class Cholesky {

    private Cholesky() {}

    /**
     * The vector whose product with the matrix is the right side.
     *
     * @param matrix [size, size], row-major; only the lower triangle is read; overwritten
     * @param right [size]
     * @throws FitException if the matrix is not positive definite
     */
    static double[] solve(double[] matrix, double[] right) {
        int size = right.length;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                matrix[j * size + i] = matrix[i * size + j];
            }
        }
        // Not created by EJML's factory, which chooses the algorithm by size, and so the order of the sums.
        LinearSolverChol_DDRM solver = new LinearSolverChol_DDRM(new CholeskyDecompositionInner_DDRM(true));
        if (!solver.setA(DMatrixRMaj.wrap(size, size, matrix))) {
            throw new FitException("the fit has no unique solution");
        }
        DMatrixRMaj solution = new DMatrixRMaj(size, 1);
        solver.solve(DMatrixRMaj.wrap(size, 1, right.clone()), solution);
        return solution.getData();
    }
}
